"""One signal, one file. Each is ``(pair) -> Evidence | None``."""
