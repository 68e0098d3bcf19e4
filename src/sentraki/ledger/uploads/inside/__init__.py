"""Runs in the limited child only: no Django, no files, no network."""
