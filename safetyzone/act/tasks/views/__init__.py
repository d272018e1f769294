"""Pages of tasks: of the team, of an organisation, and behind a link."""
