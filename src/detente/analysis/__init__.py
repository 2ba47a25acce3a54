"""Questions put to results."""
