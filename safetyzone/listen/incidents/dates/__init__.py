"""Dates as people write them, in columns: with names or numbers, Thai digits, Buddhist years, in one column or in several."""
