"""One signal, one file. Each is ``(query, record) -> Evidence | None``."""
