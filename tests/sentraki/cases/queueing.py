"""Many complete cases in seconds: papers are stored as known pictures, past the child process."""

from typing import Any

from tests import factories as make

from sentraki.cases.models import Case, CasePaper, DocumentRequirement, Programme
from sentraki.cases.services import decisions, intake
from sentraki.cases.services.reference import load_reference
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import ref_of
from sentraki.offices.models import Office
from sentraki.screening.models import ScreeningRun

PICTURE = make.make_picture()


def sent(office: Office, number: int, *, papers: bool = True, **changed: Any) -> Case:
    """The case of person ``number``, sent to ``office``; ``changed`` replaces whole sections."""
    if not DocumentRequirement.objects.exists():
        load_reference()
    district = changed.pop("district", f"{office.region_code}.01")
    make.make_region(district)
    case = intake.start(
        office=office,
        viewer=Viewer.public(),
        name=f"Pemohon {number}",
        phone=f"08120{number:06d}",
        check=make.ANSWERS["check"],
    ).case
    own = {
        "owner": make.ANSWERS["owner"] | {"nik": f"00710141{number:08d}"},
        "business": make.ANSWERS["business"] | {"nib": f"{number:013d}"},
        "address": make.ANSWERS["address"] | {"district_code": district},
        "later": {"value": [] if papers else list(make.PAPERS)},
    }
    who = make.applicant_of(case)
    for section, values in (make.ANSWERS | own | changed).items():
        given = values if isinstance(values, dict) else {"value": values}
        case = intake.save_answers(case=case, viewer=who, section=section, values=given)
    for requirement in make.PAPERS if papers else ():
        document = make.make_document(
            on=ref_of(case),
            data=PICTURE,
            mime="image/jpeg",
            region_code=case.region_code,
            kind=requirement,
        )
        CasePaper.objects.create(case=case, requirement=requirement, document=document)
    return intake.submit(case=case, viewer=who)


def ready(office: Office, number: int, officer: Viewer, **changed: Any) -> Case:
    """As :func:`sent`, with PDKI searched: it may be accepted."""
    case = sent(office, number, **changed)
    decisions.check_pdki(case=case, viewer=officer, finding="-", checked_on=clock.today())
    return case


def three_hundred_ready(office: Office, programme: Programme) -> list[Case]:
    """Three hundred complete, screened files that wait: one sent, and copies written in bulk."""
    first = sent(office, 1)
    twins = Case.objects.bulk_create(
        Case(
            code=f"BJN-{n:04d}", office=office, region_code=office.region_code,
            programme=programme, status="submitted", business=first.business,
            phone="+6281200000000", phone_index="x", answers={"later": []}, arrival_number=n,
            turn_number=n, submitted_at=first.submitted_at,
        )
        for n in range(2, 301)
    )  # fmt: skip
    papers = list(first.papers.all())
    CasePaper.objects.bulk_create(
        CasePaper(case=case, requirement=paper.requirement, document=paper.document)
        for case in twins
        for paper in papers
    )
    run = ScreeningRun.unscoped.get()
    for case in twins:
        run.pk, run.public_id, run.case_ref = None, f"run-{case.pk}", str(ref_of(case))
        run.save()
    return [first, *twins]


def fresh(case: Case) -> Case:
    """The case as it is stored now."""
    return Case.unscoped.get(pk=case.pk)
