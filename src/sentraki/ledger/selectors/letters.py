"""Letters as somebody may see them."""

import hashlib

from django.db.models import QuerySet

from sentraki.kernel import access
from sentraki.kernel.access import Role, Viewer
from sentraki.ledger import letters
from sentraki.ledger.models import Letter
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.selectors.documents import emblem_of

EMBLEM_FILE = "emblem.png"


def letters_waiting(viewer: Viewer) -> QuerySet[Letter]:
    """Drafts the viewer's own office still has to sign, oldest first; none for non-officers.

    Whether this viewer may sign a given one says :func:`may_sign`.
    """
    waiting = Letter.objects.for_viewer(viewer).filter(status=LetterStatus.REQUESTED)
    if viewer.role is Role.SYSTEM:
        return waiting
    if viewer.office_id is None:
        return waiting.none()
    return waiting.filter(office_id=viewer.office_id or 0).select_related("office").order_by("id")


def signed_letters(viewer: Viewer) -> QuerySet[Letter]:
    """Letters the viewer's own office has signed, newest first, ended ones too."""
    rows = Letter.objects.for_viewer(viewer).filter(sequence__isnull=False)
    mine = rows.filter(office_id=viewer.office_id or 0)
    return mine.select_related("office").order_by("-signed_at")


def letters_of(viewer: Viewer, ref: str) -> QuerySet[Letter]:
    """Letters about ``ref`` the viewer may see, oldest first."""
    return Letter.objects.for_viewer(viewer).filter(on_ref=ref).select_related("office")


def may_sign(viewer: Viewer, letter: Letter) -> access.Decision:
    """Whether the viewer may sign this draft, and if not, why."""
    return access.decide("letter.sign", viewer, **sign_facts(letter))


def sign_facts(letter: Letter) -> dict[str, object]:
    """What the policy wants to know before a letter is signed."""
    return {
        "about": letter.on_ref,
        "region_code": letter.region_code,
        "office_id": letter.office_id,
        "office_may_issue": letters.get(letter.kind).may_issue(letter.office),
        "hands": frozenset(letter.hands),
    }


def pictures_of(letter: Letter) -> dict[str, str]:
    """Public ids of the letter's pictures by file name, its office's emblem among them.

    A draft shows the emblem of today; a signed letter keeps the one it was issued with.
    """
    pictures = dict(letter.pictures)
    emblem = emblem_of(letter.office) if letter.signed_at is None else None
    return pictures | ({EMBLEM_FILE: emblem.public_id} if emblem else {})


def compare(letter: Letter, uploaded: bytes) -> str:
    """``"same"`` when the file is byte for byte the letter's page, else ``"different"``.

    A letter whose page is not made yet compares as different.
    """
    digest = hashlib.sha256(uploaded).hexdigest()
    return "same" if letter.pdf_sha256 and digest == letter.pdf_sha256 else "different"
