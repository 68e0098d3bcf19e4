"""What is told along the chain, to applicants and to the office's own head of section.

Never a mark name, NIK, document or key.
"""

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

# What the office tells its own people: not for the applicant's page.
TO_THE_OFFICE: dict[str, tuple[str, ...]] = {"case-returned-again": ("code", "office", "n")}


def register() -> None:
    """Declare the kinds with the ledger."""
    for slug, fields in (KINDS | TO_THE_OFFICE).items():
        messages.register(slug, *fields)
