"""What the tests of the desk's pages share: reading a page, copies of a file, quick ways."""

import re
from itertools import count

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Case
from sentraki.kernel.refs import ref_of
from sentraki.offices.models import Office
from sentraki.screening.models import ScreeningRun

_copies = count(1)


def text_of(response: HttpResponse) -> str:
    """The page as a person reads it, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(name: str, case: Case, *more: str) -> str:
    """The address of a page of ``case``."""
    return reverse(f"desk:{name}", args=[case.code, *more])


def copy_of(case: Case) -> Case:
    """Another file like ``case`` with a business and a frozen screening of its own."""
    number = next(_copies)
    old_ref, business = ref_of(case), case.business
    business.pk, business.public_id, business.match_key = None, f"b{number}", ""
    business.nik_index, business.trade_name = "", f"Usaha {number}"
    business.save()
    case.pk, case.code, case.business, case.mark_index = None, f"UJI-C{number}", business, ""
    case.save()
    run = ScreeningRun.unscoped.filter(case_ref=old_ref).first()
    run.pk, run.public_id, run.case_ref = None, f"r{number}", ref_of(case)
    run.save()
    return Case.unscoped.select_related("business").get(pk=case.pk)


def judge_all(client: Client, case: Case) -> None:
    """Find every paper of the file good."""
    for paper in case.papers.filter(replaced_at=None):
        client.post(at("case-judge", case, paper.requirement), {"verdict": "good"})


def search_pdki(client: Client, case: Case) -> None:
    """Record a search in PDKI."""
    sent = {"checked_on": "2026-11-20", "finding": "Tidak ada yang sama"}
    assert client.post(at("case-pdki", case), sent).status_code == 302


def ready_case(client: Client, office: Office, quota: int = 3) -> Case:
    """A file that ``client`` has looked at, so that it may be accepted."""
    make.make_programme(office=office, quota=quota)
    case = make.make_submitted(office=office)
    judge_all(client, case)
    search_pdki(client, case)
    return case
