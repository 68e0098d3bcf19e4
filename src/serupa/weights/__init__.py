"""Numbers with a date and a test set."""
