zs-types:
	.venv/bin/mypy --config-file zonestats/pyproject.toml -p zonestats
