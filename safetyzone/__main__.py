"""``python -m safetyzone`` is the same as ``safetyzone``."""

from safetyzone.config.cli import main

main()
