"""Pages of suggestions: for everybody, for getting a ballot, for the team."""
