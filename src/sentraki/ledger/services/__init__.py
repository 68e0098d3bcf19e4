"""The ledger's verbs: every write of this room."""
