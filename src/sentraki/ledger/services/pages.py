"""Making the page of a signed letter, once, however often it is tried."""

import hashlib
import logging

from django.utils.translation import gettext_noop

from sentraki.kernel.access import Viewer
from sentraki.kernel.crashpoints import reach
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.seals import encode_payload
from sentraki.ledger import rendering
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document, Letter
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents

_LOG = logging.getLogger(__name__)
_CHANGED = gettext_noop("This letter's stored content was changed after it was signed.")
_PRINTER = Viewer.system("letters")


def finish(pk: int) -> Letter:
    """Make and attach the page of letter ``pk`` unless it has one; safe to repeat and to race."""
    letter = Letter.objects.for_viewer(_PRINTER).select_related("office", "pdf").get(pk=pk)
    if letter.pdf_id is not None:
        return letter
    page = make_page(letter)
    reach("letter.sign:page-made")
    try:
        with act("letter.attach", on=letter, by=_PRINTER, key=f"letter-{pk}-page") as deed:
            stored = documents.store(
                data=documents.Made(page, "application/pdf"),
                kind="letter",
                secrecy=Secrecy.C2,
                on=letter.on_ref,
                region_code=letter.region_code,
                by=_PRINTER,
                original_name="",
            )
            letter.pdf, letter.pdf_sha256 = stored, hashlib.sha256(page).hexdigest()
            letter.save(update_fields=["pdf", "pdf_sha256"])
            deed.record(sha256=letter.pdf_sha256)
    except AlreadyDone:
        letter.refresh_from_db()
    return letter


def finish_all() -> int:
    """Finish every signed letter without a page; returns how many. One that fails is logged."""
    done = 0
    pending = Letter.objects.for_viewer(_PRINTER).filter(sequence__isnull=False, pdf=None)
    for pk in list(pending.order_by("id").values_list("pk", flat=True)):
        try:
            finish(pk)
        except Exception:
            _LOG.exception("letter %s could not be finished", pk)
        else:
            done += 1
    return done


def make_page(letter: Letter) -> bytes:
    """The page from what was frozen at signing: the same bytes each time.

    Raises ``Refusal`` when the stored content no longer matches its hash.
    """
    frozen = letter.frozen
    if hashlib.sha256(encode_payload(frozen)).hexdigest() != letter.content_hash:
        raise Refusal(_CHANGED)
    files = {"qr.svg": rendering.qr_svg(frozen["qr"])}
    for name, public_id in letter.pictures.items():
        picture = Document.objects.for_viewer(_PRINTER).get(public_id=public_id)
        content = documents.read(picture, _PRINTER, "letter")
        if hashlib.sha256(content).hexdigest() != frozen["pictures"][name]:
            raise Refusal(_CHANGED)
        files[name] = content
    if letter.signed_at is None:
        raise ValueError("a draft has no page")
    return rendering.render_pdf(
        frozen["template"], frozen["data"], stamp=letter.signed_at, files=files
    )
