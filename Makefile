# make demo — see it;  make test — check it. Only Python 3.11+ is needed.
PYTHON ?= python3
BIN = .venv/bin
WORKERS ?= 2

.PHONY: setup setup-dev demo test check bench bench-full format

setup:
	@$(PYTHON) scripts/setup.py

setup-dev:
	@$(PYTHON) scripts/setup.py --dev

demo: setup
	@$(BIN)/safetyzone demo

test: setup-dev
	@$(BIN)/python scripts/test.py --workers $(WORKERS) $(if $(filter check,$(MAKECMDGOALS)),--after-check)

check: setup-dev
	@$(BIN)/python scripts/check.py

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev
	$(BIN)/python -m benchmarks.run

bench-full: setup-dev
	$(BIN)/python -m benchmarks.run --full
	$(BIN)/python -m tests.scale.submissions --rate 200 --seconds 30 --kill-after 12

# The library's types alone, without Django.
zs-types:
	$(BIN)/mypy --config-file zonestats/pyproject.toml -p zonestats
