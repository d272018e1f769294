"""The parts of a picture: arrays in, JSON-ready dictionaries out. No Django, no database, no clock."""
