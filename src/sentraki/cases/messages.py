"""What is told along the chain, to applicants and to the office's own head of section.

Never a mark name, NIK, document or key.
"""

from sentraki.ledger import messages

KINDS: dict[str, tuple[str, ...]] = {
    "case-received": ("code", "office"),
    "case-returned": ("code", "office", "n", "due"),
    "case-accepted": ("code", "office", "year"),
    "case-accepted-without-letter": ("code", "office", "year"),
    "case-waitlisted": ("code", "office", "n"),
    "case-declined": ("code", "office"),
    "case-ready": ("code", "office"),
    "case-replaced": ("code", "office"),
    "case-filed": ("code", "office"),
    "place-offered": ("code", "office", "due"),
    "place-expired": ("code", "office"),
    "places-left": ("code", "office"),
    "case-missing": ("code", "office", "items"),
    "filing-news": ("code", "office"),
    "deadline-near": ("code", "office", "what", "n", "due", "site"),
    "deadline-last": ("code", "office", "what", "due", "site"),
    "member-active": ("office", "number"),
    "member-warned": ("office", "number"),
    "member-frozen": ("office", "number"),
    "member-revoked": ("office", "number"),
    "watch-found": ("code", "office", "due", "page"),
    "watch-near": ("code", "office", "due", "page"),
    "deadline-past": ("code", "office", "what", "due", "legal", "site"),
}

# What the office tells its own people: not for the applicant's page.
TO_THE_OFFICE: dict[str, tuple[str, ...]] = {
    "case-returned-again": ("code", "office", "n"),
    "watch-to-tell": ("office", "n", "due", "page"),
    "deadline-officer": ("code", "office", "what", "n", "due", "page"),
    "deadline-escalated": ("code", "office", "what", "due", "legal", "page"),
}


def register() -> None:
    """Declare the kinds with the ledger."""
    for slug, fields in (KINDS | TO_THE_OFFICE).items():
        messages.register(slug, *fields)
