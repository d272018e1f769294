"""Pages for those who run a poll."""
