"""A peace process as data, every number tied to its evidence."""
