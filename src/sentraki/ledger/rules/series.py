"""How running numbers are named."""


def letter_series(*, office_id: int, kind: str, year: int) -> str:
    """The counter that numbers letters of one kind, office and year."""
    return f"letter:{office_id}:{kind}:{year}"
