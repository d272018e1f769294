"""Area packs: a country's or city's roll-out as files that people write. Nothing here needs a database."""
