"""Writes of tasks: asking, answering, checking, links."""
