"""Pages of problems and plans."""
