"""The finished answer as a paper: the letter's points, what is answered, what is attached."""

from sentraki.cases.models import Reply, ReplyPoint
from sentraki.cases.rules.answering import READERS, TITLES, ReplyKind
from sentraki.cases.services.replies import must_be_complete
from sentraki.kernel.wording import date_id
from sentraki.ledger import drafts
from sentraki.ledger.drafts import Draft

WARNING = (
    "Periksa setiap poin bersama pendamping sebelum diajukan. Yang mengajukan dan menandatangani"
    " adalah pemohon atau kuasanya, di laman DJKI, sebelum hari terakhir."
)


def draft_of(reply: Reply) -> Draft:
    """The answer, complete; raises ``MoveRefused`` while a point has none."""
    must_be_complete(reply)
    filing, case = reply.filing, reply.filing.case
    kind = ReplyKind(reply.kind)
    points = list(reply.points.all())
    return Draft(
        title=TITLES[kind],
        warning=WARNING,
        facts=(
            ("Merek", case.mark_name),
            ("Nomor permohonan", filing.number),
            ("Tanggal penerimaan", date_id(filing.received_on)),
            ("Kelas", ", ".join(case.classes.split(","))),
            ("Surat DJKI tertanggal", date_id(reply.dated_on) if reply.dated_on else ""),
        ),
        to=f"Kepada Yth. {READERS[kind]}",
        points=tuple((_heading(point), point.answer.strip()) for point in points),
        place=case.office.signature_place or case.office.region.name,
        role="Pemohon atau kuasanya",
        signer=case.business.owner_name if case.business else "(nama pemohon)",
        exhibits=attached(points),
    )


def _heading(point: ReplyPoint) -> str:
    said = " ".join(point.text.split())
    return f"Atas poin {point.position}: “{said[:300]}{'…' if len(said) > 300 else ''}”"


def attached(points: list[ReplyPoint]) -> tuple[str, ...]:
    """The list of attachments, each once, in the order of the points."""
    return tuple(dict.fromkeys(one["line"] for point in points for one in point.exhibits))


def as_pdf(reply: Reply) -> bytes:
    """The answer as PDF; the same answer gives the same bytes."""
    newest = max(point.edited_at for point in reply.points.all())
    return drafts.as_pdf(draft_of(reply), newest)


def as_docx(reply: Reply) -> bytes:
    """The answer as a Word file."""
    return drafts.as_docx(draft_of(reply))
