"""Documents, the statements found in them, and the ledger that keeps both."""
