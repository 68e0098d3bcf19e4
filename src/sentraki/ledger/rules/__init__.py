"""What the ledger decides on paper: leaves, flows, numbers, texts. No Django, no clock."""
