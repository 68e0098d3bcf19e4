"""The answer desk: a letter in points, nothing lost, nothing handed in half answered."""

import io
from datetime import date

import docx
import pytest
from tests import factories as make

from sentraki.cases.models import Deadline, Reply, Right
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors import replies as selectors
from sentraki.cases.services import deadlines, replies, reply_papers
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid, MoveRefused, Stale
from sentraki.offices.services import setup

pytestmark = pytest.mark.django_db
FOUR = (
    '1. Persamaan pada pokoknya dengan "Mak Ijah" IDM000123456, Pasal 21 ayat (1) huruf a\n'
    "2. Pasal 20 huruf b\n3. Tidak memiliki daya pembeda\n4. Pasal 21 ayat (3)"
)


@pytest.fixture
def office(db):
    setup.load_holidays()
    return make.make_issuing_office()


@pytest.fixture
def verifier(office):
    return make.make_officer(office)


def refused(office, verifier, *, status=FilingStatus.PROV_REFUSAL, **news):
    filing = make.make_filed(office=office)
    given = News("(TM) Kabar", clock.today(), **news)
    return record_event(filing=filing, viewer=verifier, news=given, status=status)


def begun(office, verifier, letter=FOUR, **dates):
    event = refused(office, verifier, letter_dated_on=dates.get("dated_on"))
    return replies.begin(event=event, viewer=verifier, letter=letter, **dates)


def answer(point, viewer, text, **more):
    given = {"version": point.version} | more
    return replies.answer(point=point, viewer=viewer, text=text, **given)


def answers_of(reply):
    return [point.answer for point in reply.points.all()]


def test_a_four_point_letter_cannot_go_out_with_three_answers(office, verifier):
    reply = begun(office, verifier, dated_on=clock.today())
    points = list(reply.points.all())
    for point in points[:3]:
        answer(point, verifier, "Kami tidak sependapat.")

    for make_paper in (reply_papers.as_docx, reply_papers.as_pdf):
        with pytest.raises(MoveRefused, match=r"no finished answer yet: 4\."):
            make_paper(reply)
    with pytest.raises(MoveRefused):
        replies.finish(reply=reply, viewer=verifier, sent_on=clock.today())

    answer(points[3], verifier, "Iktikad baik karena [alasan]")
    with pytest.raises(MoveRefused, match=": 4"):
        reply_papers.as_docx(reply)

    points[3].refresh_from_db()
    answer(points[3], verifier, "Iktikad baik.")
    word = docx.Document(io.BytesIO(reply_papers.as_docx(reply)))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert said.count("Kami tidak sependapat.") == 3
    assert reply_papers.as_pdf(reply).startswith(b"%PDF")


def test_handing_in_keeps_the_deadline_and_closes_the_answer(office, verifier):
    reply = begun(office, verifier, "Pasal 20 huruf e", dated_on=clock.today())
    point = answer(reply.points.get(), verifier, "Dijawab.")
    replies.finish(reply=reply, viewer=verifier, sent_on=clock.today(), note="TT-9")

    row = Deadline.unscoped.get(rule="response")
    assert (row.status, row.note) == ("met", "TT-9")
    with pytest.raises(MoveRefused):
        answer(point, verifier, "Lain")


def test_the_letters_own_dates_go_to_the_deadline_and_a_difference_is_asked(office, verifier):
    event = refused(office, verifier, status=FilingStatus.OPPOSED)
    assert Deadline.unscoped.get(rule="counter-statement").question == "no-date"
    replies.begin(
        event=event, viewer=verifier, letter="Keberatan.",
        dated_on=date(2025, 5, 16), due_in_letter=date(2025, 8, 21),
    )  # fmt: skip
    row = Deadline.unscoped.get(rule="counter-statement")

    assert (row.counted_from, row.in_letter) == (date(2025, 5, 16), date(2025, 8, 21))
    assert (row.question, row.due_on) == ("differs", date(2025, 7, 16))
    deadlines.decide(deadline=row, viewer=verifier, choice=deadlines.Choice.LETTER)
    row.refresh_from_db()
    assert (row.question, row.legal_on) == ("", date(2025, 8, 21))


def test_points_are_joined_cut_added_and_taken_away_without_losing_an_answer(office, verifier):
    reply = begun(office, verifier)
    first, second = reply.points.all()[:2]
    answer(first, verifier, "A")
    answer(second, verifier, "B")
    second.refresh_from_db()
    with pytest.raises(Invalid):
        replies.remove(point=second, viewer=verifier, version=second.version)

    joined = replies.join(point=second, viewer=verifier, version=second.version)
    assert joined.answer == "A\n\nB"
    assert joined.codes == ("21-1-a", "20-b")
    parts = replies.reword(
        point=joined, viewer=verifier, text="Satu\n\nPasal 20 huruf e", version=joined.version
    )
    assert [part.position for part in parts] == [1, 2]
    replies.add(reply=reply, viewer=verifier, text="Lain")
    extra = reply.points.last()
    replies.remove(point=extra, viewer=verifier, version=extra.version)

    assert [point.position for point in reply.points.all()] == [1, 2, 3, 4]
    assert answers_of(reply) == ["A\n\nB", "", "", ""]


def test_two_officers_at_once_are_told_and_no_wording_is_lost(office, verifier):
    reply = begun(office, verifier, "Pasal 20 huruf e")
    seen = reply.points.get()
    other = make.make_officer(office, Role.INTAKE)
    answer(seen, other, "Punya petugas lain")

    with pytest.raises(Stale):
        answer(seen, verifier, "Punya saya")
    seen.refresh_from_db()
    answer(seen, verifier, "Punya saya")
    seen.refresh_from_db()
    assert seen.answer == "Punya saya"
    assert [one["text"] for one in seen.former["list"]] == ["Punya petugas lain"]


def test_going_on_with_ones_own_draft_is_never_refused(office, verifier):
    seen = begun(office, verifier, "Pasal 20 huruf e").points.get()
    for text in ("A", "AB", "ABC"):
        answer(seen, verifier, text, version=seen.version)
    seen.refresh_from_db()
    assert (seen.answer, seen.former) == ("ABC", {})


def test_an_answer_is_begun_once_and_only_to_a_letter_one_answers(office, verifier):
    event = refused(office, verifier)
    replies.begin(event=event, viewer=verifier, letter=FOUR)
    with pytest.raises(MoveRefused):
        replies.begin(event=event, viewer=verifier, letter=FOUR)
    assert selectors.to_answer(event.filing) is None
    event.status = FilingStatus.PUBLISHED
    with pytest.raises(Invalid):
        replies.begin(event=event, viewer=verifier, letter=FOUR)
    with pytest.raises(Denied):
        replies.add(reply=Reply.unscoped.get(), viewer=make.make_officer(make.make_office(
            region="31.71")), text="x")  # fmt: skip


def test_evidence_is_what_the_file_holds_and_the_records_of_the_cited_mark(office, verifier):
    cited = Right(
        office=office, region_code=office.region_code, number="IDM000123456", name="Mak Ijah",
        classes="30", year=2020,
    )  # fmt: skip
    cited.save()
    make.make_hit(cited, number="DID2026990001")
    reply = begun(office, verifier, FOUR + " dan DID2026990001")
    kinds = {one.kind for one in selectors.exhibits_of(verifier, reply)}
    assert {"label", "screening", "business", "cited"} <= kinds

    held = selectors.exhibits_of(verifier, reply)
    point = answer(reply.points.first(), verifier, "Ya", exhibits=held[:2])
    assert reply_papers.attached([point]) == tuple(one.line for one in held[:2])


def test_blocks_fit_the_articles_and_leave_gaps_for_what_nobody_knows(office, verifier):
    point = begun(office, verifier).points.first()
    found = selectors.blocks_for(point.codes)
    assert {one.ground for one in found} == {"21-1-a"}
    assert all(one.source and one.confidence for one in selectors.blocks())
    text = selectors.known_of(point).fill(found[0])
    assert "“Sambal Mak Ijah”" in text
    assert "IDM000123456" in text
    assert "{" not in text
    assert [one.ground for one in selectors.blocks_for(("99",))] == ["any"]
