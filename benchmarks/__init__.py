"""Speed against the best peers in the same run, and accuracy against published references."""
