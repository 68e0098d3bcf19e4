"""How a person fills each form that may be sent once only: page, steps, values.

Every address that takes a POST stands either in ``SENDINGS`` or in ``WITHOUT_KEY``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests import factories as make
from tests import gazettes, together
from tests.security import event_desks, recipes_rights
from tests.security.world import EMBLEM, PICTURE, Side

from sentraki.cases.models import Case, MarkMember, Programme, Right, UsageRules
from sentraki.cases.rules.deadline_flow import Question
from sentraki.cases.services import allocations, decisions, mark_members, turns, usage_rules
from sentraki.desk.play.hands import Photo
from sentraki.events.services import visits
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.parties.models import Business, Community
from sentraki.parties.services import communities, imports

PAPER = Photo("kertas.jpg", PICTURE)
SHEET = Photo("daftar.csv", b"Nama Usaha;Nama Pemilik\nDapur Uji;Ibu Uji\n", "text/csv")
GAZETTE = Photo("brm.pdf", gazettes.compose(gazettes.some(2)), "application/pdf")
CONFIRMED = {"confirmed": "1"}
Values = Mapping[str, Any]
Told = Callable[[Side], Values]


@dataclass(frozen=True)
class Sending:
    """One form. ``who`` is a visitor's name, ``page`` the address (by name) it stands on.

    ``steps`` are the values of each form on the way; the last one carries the key. ``button`` is
    pressed last. ``prepare`` makes the thing ready for it. ``again`` is where the second sending
    leads when the first one gave out a file.
    """

    who: str
    steps: tuple[Told, ...] = (lambda side: {},)
    page: str = ""
    button: str = ""
    photos: Mapping[str, Photo] = field(default_factory=dict)
    prepare: Callable[[Side], object] = lambda side: None
    again: str | Callable[[Side], str] = ""

    def later(self, side: Side) -> str:
        """Where the second sending leads, when the first one does not say."""
        return self.again(side) if callable(self.again) else self.again


def told(**values: Any) -> tuple[Told]:
    """One form with these values."""
    return (lambda side: values,)


def searched(side: Side) -> None:
    """Note that an officer has searched PDKI for the case in the queue."""
    decisions.check_pdki(
        case=side.cases["submitted"],
        viewer=side.viewer(Role.VERIFIER),
        finding="Tidak ada",
        checked_on=clock.today(),
    )


def _asked(side: Side) -> None:
    """The renewal's page asks whose day counts."""
    row = side.deadline()
    row.in_letter, row.question = row.due_on, Question.DIFFERS
    row.save()


def _from_a_list(side: Side) -> None:
    """The right has no file, and a business carries its name."""
    right, business = side.right(), side.businesses()[0]
    Right.unscoped.filter(pk=right.pk).update(filing=None, business=None, source_ref="x")
    Business.unscoped.filter(pk=business.pk).update(trade_name=right.name)


def _tied(side: Side) -> None:
    right, business = side.right(), side.businesses()[0]
    Right.unscoped.filter(pk=right.pk).update(filing=None, business=business)


def _full(side: Side) -> None:
    searched(side)
    Programme.unscoped.filter(pk=side.programme.pk).update(quota=len(side.cases) - 2)


def _imported(side: Side) -> None:
    assert side.sheet is not None
    imports.apply(batch=side.sheet, viewer=side.viewer(Role.VERIFIER))


def _registered(side: Side) -> None:
    assert Case.unscoped.get(pk=side.cases["registered"].pk).filing.status == "REGISTERED"


def _code(stage: str) -> Told:
    return lambda side: {"case": [side.cases[stage].code]}


def _item(side: Side) -> Values:
    return {"item": [str(side.item("sent").pk)], "answer": "acknowledge"}


def _draft_letter(side: Side) -> Values:
    return {"surat": [side.letter("accepted").public_id]}


def _district(side: Side) -> Values:
    return {
        "owner_name": "IBU LOKET", "phone": "081234599999",
        "nik": "0071014101800099", "trade_name": "Dapur Loket",
        "district_code": f"{side.region}.01", "street": "Jalan Loket 1", "mark_name": "Loketku",
        "description": "Tulisan Loketku", "colours": "merah", "goods": "sambal botol",
        "nice_class": "30", "facilitate": True,
    }  # fmt: skip


TODAY = clock.today().isoformat()
NEWS = {"raw_text": "(TM) Pengumuman", "happened_on": TODAY}
PERSON = {"email": "baru@uji.test", "name": "Petugas Baru", "role": "intake"}
PROGRAMME = {"name": "Fasilitasi kedua", "quota": "5", "fund_source": "APBD", "budget": "2500000"}

AT_THE_PORTAL = {
    "portal:apply-start": Sending(
        "public", (lambda s: {"office": s.office.slug, "name": "Ibu", "phone": "081234577777"},)
    ),
    "portal:apply-papers": Sending("applicant-own", photos={"power-of-attorney": PAPER}),
    "portal:apply-signature": Sending("applicant-own", photos={"signature": PAPER}),
    "portal:apply-review": Sending("applicant-own"),
    "portal:my-case-withdraw": Sending("applicant-own", button="confirmed"),
}
ABOUT_CASES = {
    "desk:case-new": Sending("intake", (_district,)),
    "desk:case-accept": Sending("verifier", button="confirmed", prepare=searched),
    "desk:case-waitlist": Sending("verifier", button="confirmed", prepare=_full),
    "desk:case-decline": Sending(
        "verifier", told(ground="other", words="Bukan usaha"), button="confirmed"
    ),
    "desk:case-withdraw": Sending("verifier", told(reason="Diminta"), button="confirmed"),
    "desk:case-return": Sending(
        "verifier", (lambda s: {"more": "Foto kurang jelas"}, lambda s: {}), button="confirmed"
    ),
    "desk:case-judge": Sending("intake", told(verdict="good"), page="desk:case-paper"),
    "desk:case-paper-add": Sending("intake", page="desk:case-paper", photos={"file": PAPER}),
    "desk:case-pdki": Sending("intake", told(finding="Tidak ada"), photos={}),
    "desk:case-reopen": Sending("verifier", told(reason="Salah ketik")),
    "desk:cases-export": Sending("intake", told(reason="Laporan"), again="/kantor/berkas/"),
    "desk:dossier-seal": Sending(
        "verifier", told(point=["contact-is-owners", "money-ready"]), button="confirmed"
    ),
}
ABOUT_LETTERS = {
    "desk:letter-sign": Sending(
        "signatory", (_draft_letter, lambda s: {}), page="desk:letters", button="confirmed"
    ),
    "desk:letter-revoke": Sending("signatory", told(reason="Salah"), button="confirmed"),
    "desk:letter-withdraw": Sending("intake", told(reason="Salah"), button="confirmed"),
}
AFTER_SEALING = {
    "desk:handover-send": Sending(
        "verifier", (_code("ready"), lambda s: {}), page="desk:handovers", button="confirmed"
    ),
    "desk:handover-answer": Sending("kanwil", (_item,), page="desk:handover", button="answer"),
    "desk:file-case": Sending(
        "verifier", told(number="DID2026777777", received_on=TODAY), photos={"receipt": PAPER}
    ),
    "desk:filing-news": Sending(
        "verifier",
        (lambda s: NEWS, lambda s: {"status": "PUBLISHED"}),
        page="desk:filing",
        photos={},
    ),
    "desk:filing-close": Sending("verifier", page="desk:filing", prepare=_registered),
    "desk:case-replace": Sending(
        "verifier", told(reason_code="A1"), prepare=lambda side: side.refused("REFUSED")
    ),
    "desk:reply-new": Sending(
        "verifier",
        (lambda s: {"letter": "1. Satu\n2. Dua"}, lambda s: {}),
        button="confirmed",
        prepare=lambda side: side.refused(),
    ),
    "desk:reply-add": Sending("intake", told(text="Poin lain"), page="desk:reply"),
    "desk:reply-arrange": Sending("intake", told(text="Satu\n\nDua"), page="desk:reply-point"),
    "desk:reply-finish": Sending("verifier", told(sent_on=TODAY), page="desk:reply"),
    "desk:gazette-new": Sending("verifier", photos={"file": GAZETTE}),
    "desk:gazette-take-back": Sending("admin", told(reason="Salah unggah")),
    "desk:watch-answer": Sending(
        "verifier", told(answered="left", note="Lain sekali"), page="desk:watch"
    ),
    "desk:watch-draft": Sending("verifier", told(points="Satu\n\nDua"), page="desk:watch"),
    "desk:deadline-meet": Sending("verifier", told(met_on=TODAY), page="desk:deadline"),
    "desk:deadline-withdraw": Sending("verifier", told(reason="Dobel"), page="desk:deadline"),
    "desk:deadline-decide": Sending(
        "verifier", told(choice="count"), page="desk:deadline", prepare=_asked
    ),
    "desk:right-tie": Sending(
        "verifier", page="desk:right-business", button="business", prepare=_from_a_list
    ),
    "desk:right-untie": Sending("verifier", page="desk:right", prepare=_tied),
    "desk:right-compare": Sending("verifier", page="desk:right"),
    "desk:right-end": Sending("verifier", told(cause="ended", ended_on=TODAY, note="Habis")),
}


def _order_asked(side: Side) -> None:
    """Another officer has asked that the file be served before its turn."""
    asker = side.viewer(Role.INTAKE)
    turns.ask_order(case=side.cases["submitted"], viewer=asker, reason="Sebab")


def _lots(side: Side) -> None:
    """The programme gives its places by lot, and its window has closed."""
    yesterday = clock.today() - timedelta(days=1)
    rows = Programme.unscoped.filter(pk=side.programme.pk)
    rows.update(selection="lottery", seed="Benih", closes_on=yesterday)


def _drawn(side: Side) -> None:
    _lots(side)
    row = Programme.unscoped.get(pk=side.programme.pk)
    allocations.draw_up(programme=row, viewer=side.viewer(Role.VERIFIER))


def _lacking(side: Side) -> None:
    """The card of the file in the queue cannot be read."""
    decisions.judge_paper(
        case=side.cases["submitted"],
        viewer=side.viewer(Role.VERIFIER),
        requirement="ktp",
        good=False,
        reason="Buram",
    )


def _next_year(side: Side) -> None:
    make.make_programme(office=side.office, year=clock.today().year + 1, name="Berikutnya")


ABOUT_PLACES = {
    "portal:my-case-place": Sending("applicant-own", page="portal:my-case-page"),
    "desk:case-place": Sending("intake", page="desk:case"),
    "desk:case-order": Sending("intake", told(reason="Berkas hilang"), button="confirmed"),
    "desk:case-order-decide": Sending(
        "verifier", page="desk:programme-places", button="answer", prepare=_order_asked
    ),
    "desk:allocation-draw": Sending("verifier", page="desk:allocation", prepare=_lots),
    "desk:allocation-enforce": Sending("admin", page="desk:allocation", prepare=_drawn),
    "desk:programme-idle": Sending("intake"),
    "desk:programme-incomplete": Sending("intake", prepare=_lacking),
    "desk:programme-carry": Sending("admin", prepare=_next_year),
}
ABOUT_THE_OFFICE = {
    "desk:import-new": Sending("intake", told(kind="business"), photos={"file": SHEET}),
    "desk:import-columns": Sending("intake", told(), page="desk:import"),
    "desk:import-apply": Sending("verifier", button="confirmed"),
    "desk:import-undo": Sending("verifier", button="confirmed", prepare=_imported),
    "desk:membership-end": Sending("admin", button="confirmed"),
    "desk:person-reset": Sending("admin", button="confirmed"),
    "desk:permits": Sending("verifier", told(kind="halal", name="Sambal Uji")),
    "desk:permit-drop": Sending("verifier", button="confirmed", prepare=Side.permit),
    "desk:agency-add": Sending(
        "admin",
        told(name="Lembaga Lain", kind="halal", scopes="merek"),
        again="/kantor/pengaturan/lembaga/",
    ),
    "desk:agency-end": Sending("admin", button="confirmed", prepare=Side.agency),
    "desk:person-add": Sending("admin", told(**PERSON)),
    "desk:office": Sending("admin", told(address="Jalan Baru 1")),
    "desk:office-emblem": Sending(
        "admin", page="desk:office", photos={"emblem": Photo("l.png", EMBLEM, "image/png")}
    ),
    "desk:office-calendar": Sending(
        "admin", told(day="2027-03-01", name="Hari jadi kota", source="Perda 1")
    ),
    "desk:figures": Sending("admin", told(title="Laporan uji")),
    "desk:programme-new": Sending("admin", told(**PROGRAMME)),
    "desk:programme-edit": Sending("admin", told(quota="60")),
}


def _twins(side: Side) -> None:
    """The person who came is written down a second time."""
    again = visits.Arrival(name="Ibu Datang", phone=side.visit().phone)
    visits.check_in(event=side.event(), viewer=side.viewer(Role.INTAKE), arrival=again)


def _listed(side: Side) -> None:
    """The enumeration says that a business has no mark; an event is announced."""
    side.event()
    Business.unscoped.filter(pk=side.businesses()[0].pk).update(has_mark="no")


def _same_nib(side: Side) -> None:
    keys = [row.pk for row in side.businesses()]
    Business.unscoped.filter(pk__in=keys).update(nib="0000000000777", nik_index="", phone_index="")


EVENT = {
    "kind": "clinic", "title": "Klinik KI", "place": "Hotel", "capacity": "80",
    "starts_at": "2027-04-14T08:00", "ends_at": "2027-04-14T12:00",
}  # fmt: skip
ABOUT_EVENTS = {
    "portal:event": Sending("public", told(name="Bu Baru", phone="0812 3499 9999")),
    "portal:event-ticket": Sending("public"),
    "desk:event-new": Sending("intake", told(**EVENT)),
    "desk:event-edit": Sending("intake", told(capacity="60")),
    "desk:event-door": Sending("intake", told(name="Bu Datang")),
    "desk:event-invitations": Sending("intake", told(people="Bu Undangan; 081236999999")),
    "desk:event-certificates": Sending("intake", page="desk:event-letters"),
    "desk:event-print": Sending(
        "intake",
        page="desk:event-letters",
        prepare=Side.certificate,
        again=lambda s: f"/kantor/acara/{s.event().public_id}/surat/",
    ),
    "desk:event-duties": Sending(
        "intake", (lambda s: {"person": s.people[Role.VERIFIER].pk, "part": "names"},)
    ),
    "desk:event-duty-end": Sending("intake", page="desk:event-duties", prepare=Side.duty),
    "desk:event-materials": Sending(
        "intake", told(title="Salindia", audience="public"), photos={"file": PAPER}
    ),
    "desk:event-material-remove": Sending(
        "intake", page="desk:event-materials", prepare=Side.material
    ),
    "desk:office-list": Sending(
        "intake", (lambda s: {"event": s.event().public_id},), prepare=_listed
    ),
    "desk:office-list-alike": Sending("intake", button="decision", prepare=_same_nib),
    "desk:event-join": Sending("intake", page="desk:event", prepare=_twins),
}
COMMUNITY = {"name": "Komunitas Baru", "kind": "group", "product": "batik"}
MARK = {
    "scale": "micro", "mark_name": "Milik Kita", "description": "Tulisan", "colours": "merah",
    "goods": "ledre pisang", "nice_class": "30", "facilitate": True,
}  # fmt: skip


def _written(side: Side) -> None:
    rules = side.rules("draft")
    for code, text in together.CHAPTERS.items():
        usage_rules.save(rules=rules, viewer=make.SYSTEM, step=code, texts={code: text})


def _frozen(side: Side) -> None:
    _written(side)
    usage_rules.freeze(rules=side.rules("draft"), viewer=side.viewer(Role.VERIFIER))


def _able(side: Side) -> None:
    """Another community that may take a mark over."""
    other = together.make_community(office=side.office, name="Penerus")
    kept = side.rules("signed")
    UsageRules.objects.create(
        community=other, region_code=side.region, number=1, status="signed",
        chapters=kept.chapters, page=kept.page, copy=kept.copy, signed_on=TODAY,
    )  # fmt: skip


def _successor(side: Side) -> Values:
    other = Community.unscoped.get(name="Penerus")
    return {"to": other.public_id, "reason": "Bubar"}


def _newcomer(side: Side) -> None:
    communities.enrol(
        community=side.community, viewer=make.SYSTEM, people=[communities.NewMember("Baru")]
    )


def _proposed(side: Side) -> None:
    _newcomer(side)
    mark_members.propose(right=side.collective(), viewer=side.viewer(Role.VERIFIER))


def _one_proposed(side: Side) -> Values:
    use = MarkMember.unscoped.filter(right=side.collective()).latest("pk")
    return {"use": [use.public_id], "agreed": True, "step": "approve"}


OWNED_TOGETHER = {
    "desk:community-new": Sending("intake", told(**COMMUNITY)),
    "desk:community-edit": Sending("intake", told(product="ledre")),
    "desk:community-members": Sending("intake", told(people="Ibu Uji; ledre")),
    "desk:community-mark": Sending("verifier", told(**MARK)),
    "desk:rules-start": Sending("intake", page="desk:community"),
    "desk:rules": Sending("intake", prepare=_written),
    "desk:rules-sign": Sending(
        "intake",
        told(signed_on=TODAY, names=[seat.name for seat in together.BOARD]),
        photos={"copy": PAPER},
        prepare=_frozen,
    ),
    "desk:rules-drop": Sending("intake", page="desk:rules"),
    "desk:rules-recorded": Sending("verifier", told(number="P-1", recorded_on=TODAY)),
    "desk:mark-members": Sending("intake", prepare=_newcomer),
    "desk:mark-members-move": Sending(
        "verifier",
        (_one_proposed,),
        page="desk:mark-members",
        button="step",
        prepare=_proposed,
    ),
    "desk:right-transfer": Sending("verifier", (_successor,), prepare=_able),
    "desk:mark-member": Sending("verifier", told(step="warn", reason="Mutu turun")),
    "desk:mark-member-visit": Sending(
        "intake", told(visited_on=TODAY, finding="Bersih"), page="desk:mark-member"
    ),
}
SENDINGS: Mapping[str, Sending] = {
    **ABOUT_EVENTS,
    **{name: Sending(**row) for name, row in event_desks.SENT.items()},
    **{name: Sending(**row) for name, row in recipes_rights.SENT.items()},
    **AT_THE_PORTAL,
    **ABOUT_CASES,
    **ABOUT_LETTERS,
    **AFTER_SEALING,
    **ABOUT_PLACES,
    **OWNED_TOGETHER,
    **ABOUT_THE_OFFICE,
}

# Addresses whose POST changes nothing that could be doubled → why.
WITHOUT_KEY: Mapping[str, str] = {
    "desk:event-desk-prepare": "the page's script makes the key; sent twice in its own tests",
    "desk:event-desk-send": "each record carries an id of its own and is kept once",
    "desk:cases": "searches; what is typed stays out of the address",
    "desk:programme-offer": "offers what is free; a second time nothing is left to offer",
    "desk:businesses": "searches; what is typed stays out of the address",
    "desk:case-identity": "looks; every look is an entry of its own",
    "desk:dossier-identity": "looks; every look is an entry of its own",
    "desk:log-checkpoint": "gives out a checkpoint; a second one is harmless",
    "desk:reply-point": "saves an answer; the same again is the same",
    "desk:right-business": "searches; what is typed stays out of the address",
    "portal:event-materials": "shows materials to whoever holds a code; keeps nothing",
    "portal:check": "checks names; keeps nothing",
    "portal:identity": "looks; every look is an entry of its own",
    "api:identity": "looks; every look is an entry of its own",
    "api:token": "gives out a token; a second one is harmless",
    "portal:queue": "the form carries the browser's own key; one phone number has one spot",
    "portal:fitting": "asks questions; keeps nothing",
    "portal:verify-code": "compares a letter; keeps nothing",
    "portal:apply-piece": "a piece carries the upload's own id and place",
    "desk:rules-step": "saves a page of the draft; the same again is the same",
    "portal:apply-step": "saves a page of the draft; the same again is the same",
    "portal:my-case": "shows code and phone",
    "portal:resume": "shows a secret link",
}
