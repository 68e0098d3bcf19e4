"""What citizens type, turned into clean values."""
