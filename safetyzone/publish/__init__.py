"""Publish: what everybody may know."""
