"""One file per topic, each with BENCHES: list[Bench]."""
