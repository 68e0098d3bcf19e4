"""What the ledger tells, and to whom."""
