"""Whole stories, from records to what was published."""
