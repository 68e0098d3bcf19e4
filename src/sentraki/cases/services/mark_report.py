"""The yearly report of a collective mark: members, steps taken, visits; as a paper."""

from collections import Counter
from typing import Any

from sentraki.cases.models import MarkMember, QualityVisit, Right
from sentraki.cases.rules.member_flow import MAY_USE, MemberStatus
from sentraki.cases.rules.text import one_line
from sentraki.cases.selectors.collective import rules_in_force
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.wording import date_id
from sentraki.ledger.models import Entry
from sentraki.ledger.rendering import render_pdf

TEMPLATE = "laporan-merek-kolektif"
_NAMES = {
    MemberStatus.PROPOSED: "Diusulkan",
    MemberStatus.APPROVED: "Disetujui pengurus",
    MemberStatus.ACCEPTED: "Menyetujui ketentuan",
    MemberStatus.ACTIVE: "Aktif",
    MemberStatus.WARNED_1: "Teguran pertama",
    MemberStatus.WARNED_2: "Teguran kedua",
    MemberStatus.FROZEN: "Dibekukan",
    MemberStatus.REVOKED: "Dicabut",
    MemberStatus.LEFT: "Keluar",
}
_STEPS = {
    "activate": "Mulai memakai merek",
    "warn": "Teguran",
    "freeze": "Pembekuan",
    "thaw": "Pembekuan berakhir",
    "revoke": "Pencabutan",
    "leave": "Keluar",
}


def facts_of(right: Right, viewer: Viewer, year: int) -> dict[str, Any]:
    """The figures of one year: members as they stand today, steps and visits of ``year``."""
    uses = MarkMember.objects.for_viewer(viewer).filter(right=right)
    standing = Counter(uses.values_list("status", flat=True))
    refs = [f"cases.markmember:{pk}" for pk in uses.values_list("pk", flat=True)]
    entries = Entry.objects.filter(verb="mark-member.move", on_ref__in=refs, at__year=year)
    steps = Counter(entry.payload["step"] for entry in entries)
    visits = QualityVisit.objects.filter(use__in=uses, visited_on__year=year)
    seen = set(visits.values_list("use_id", flat=True))
    in_use = uses.filter(status__in=MAY_USE)
    return {
        "standing": {status: standing.get(status, 0) for status in MemberStatus},
        "steps": {step: steps.get(step, 0) for step in _STEPS},
        "in_use": in_use.count(),
        "visits": visits.count(),
        "good": visits.filter(is_good=True).count(),
        "unvisited": in_use.exclude(pk__in=seen).count(),
    }


def as_pdf(right: Right, viewer: Viewer, year: int) -> bytes:
    """The report of ``year`` as PDF; nobody is named in it."""
    facts = facts_of(right, viewer, year)
    today = clock.today(right.office.zone)
    community = right.community
    rules = rules_in_force(community) if community else None
    in_force = (
        f"Versi {rules.number}, {date_id(rules.signed_on)}" if rules and rules.signed_on else "-"
    )
    data = {
        "paper": "a4",
        "title": f"Laporan merek kolektif tahun {year}",
        "facts": [
            ["Merek", one_line(right.name)],
            ["Nomor pendaftaran", right.number],
            ["Pemilik", one_line(community.name if community else right.holder)],
            ["Ketentuan penggunaan", in_force],
            ["Anggota yang boleh memakai merek", str(facts["in_use"])],
        ],
        "tables": [
            ["Anggota menurut status, per hari ini",
             [[_NAMES[key], str(n)] for key, n in facts["standing"].items()]],
            [f"Yang terjadi selama {year}",
             [[_STEPS[key], str(n)] for key, n in facts["steps"].items()]],
            [f"Kunjungan mutu selama {year}",
             [["Kunjungan", str(facts["visits"])],
              ["Semua butir baik", str(facts["good"])],
              ["Anggota aktif yang belum dikunjungi", str(facts["unvisited"])]]],
        ],
        "foot": f"Angka per {date_id(today)}, {one_line(right.office.unit)}",
    }  # fmt: skip
    return render_pdf(TEMPLATE, data, stamp=clock.now())
