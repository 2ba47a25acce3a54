"""From documents to a first case: `detente draft`."""
