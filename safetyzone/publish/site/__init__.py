"""The public page of each zone, and what may be published about recorded crime."""
