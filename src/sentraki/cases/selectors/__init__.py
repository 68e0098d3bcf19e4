"""Reads about cases, programmes, filings and rights."""
