#!/usr/bin/env bash
# Pin every dependency with hashes. Run after changing a pyproject.toml; commit the result.
set -eu
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile --quiet --system-certs --universal --generate-hashes --python-version 3.11 \
  --custom-compile-command requirements/compile.sh --no-emit-package zonestats "$@"; }
compile requirements/build.in -o requirements/build.txt
compile pyproject.toml -o requirements/runtime.txt
compile pyproject.toml zonestats/pyproject.toml --extra dev --extra patrol -c requirements/runtime.txt -o requirements/dev.txt
