"""What ``safetyzone try`` does, step by step: sample, survey, zone, picture."""
