"""The monthly brief of a zone: page, PDF, sheet and data from one run."""
