"""Every write about events."""
