"""Where a group ends up: collective choice, bargaining at a table, coalitions, crises."""
