"""One person, one ballot, without an account."""
