"""What applicants are told along the chain. Never a mark name, NIK, document or key."""

from sentraki.ledger import messages

KINDS: dict[str, tuple[str, ...]] = {
    "case-received": ("code", "office"),
    "case-returned": ("code", "office", "n", "due"),
    "case-accepted": ("code", "office", "year"),
    "case-waitlisted": ("code", "office", "n"),
    "case-declined": ("code", "office"),
    "case-ready": ("code", "office"),
    "case-filed": ("code", "office"),
    "filing-news": ("code", "office"),
}


def register() -> None:
    """Declare the kinds with the ledger."""
    for slug, fields in KINDS.items():
        messages.register(slug, *fields)
