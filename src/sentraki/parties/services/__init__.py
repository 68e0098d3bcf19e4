"""Every write about businesses."""
