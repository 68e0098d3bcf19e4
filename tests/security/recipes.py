"""What each address is and which thing its arguments name, written by hand, apart from the views.

A page without a row here fails the matrix. ``get`` and ``post`` repeat what the door must say;
``tests/security/truth.py`` says which roles may do that. ``facts`` are what the policy has to know
of the thing; without them the page shows the same kind of thing to everybody who may enter.
``sees`` are further actions whose conditions decide about the thing, where the door asks for less
than the view does.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.security import event_desks, recipes_rights
from tests.security.recipe import Recipe, about_case, case_facts, nothing
from tests.security.recipes_after import AFTER_FILING
from tests.security.recipes_collective import OWNED_TOGETHER
from tests.security.recipes_events import EVENTS
from tests.security.world import Side

from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of


def _own(stage: str, post: str = "", **more: Any) -> Recipe:
    return about_case(stage, "case.own", post, **more)


PUBLIC_PAGES = {
    "portal:home": Recipe("guide.read"),
    "portal:office-choose": Recipe("office.choose", arguments=lambda s: {"slug": s.office.slug}),
    "portal:office-everywhere": Recipe("office.choose"),
    "portal:office-css": Recipe("guide.read", arguments=lambda s: {"slug": s.office.slug}),
    "portal:office-emblem": Recipe("guide.read", arguments=lambda s: {"slug": s.office.slug}),
    "portal:check": Recipe("screening.search", "screening.search"),
    "portal:fitting": Recipe("guide.read", "guide.read"),
    "portal:verify": Recipe("seal.view"),
    "portal:verify-json": Recipe("seal.view", arguments=lambda s: {"code": s.right().seal.code}),
    "portal:verify-code": Recipe(
        "seal.view", "seal.view", arguments=lambda s: {"code": s.letter("signed").seal.code}
    ),
    "portal:queue": Recipe(
        "programme.enter", "programme.enter", lambda s: {"public_id": s.programme.public_id}
    ),
    "portal:figures": Recipe("figure.view"),
    "portal:figure-rows": Recipe("figure.view"),
    "portal:figure-costs": Recipe("figure.view"),
    "portal:figure-backlog": Recipe("figure.view"),
    "portal:ranking": Recipe("figure.view"),
    "portal:press": Recipe("figure.view"),
    "portal:catalogue": Recipe("figure.view"),
    "portal:figure": Recipe("figure.view", arguments=lambda s: {"slug": "diajukan"}),
    "portal:figure-frozen": Recipe(
        "figure.view", arguments=lambda s: {"public_id": s.frozen().public_id}
    ),
    "portal:identity": Recipe("identity.enter", "identity.enter"),
    "portal:register": Recipe("figure.view"),
    "portal:register-csv": Recipe("figure.view"),
    "portal:register-metadata": Recipe("figure.view"),
    "portal:watch": Recipe("watch.see", arguments=lambda s: {"public_id": s.hit().public_id}),
    "portal:watch-label": Recipe("watch.see", arguments=lambda s: {"public_id": s.hit().public_id}),
    "portal:about-data": Recipe("guide.read"),
    "portal:about-figures": Recipe("guide.read"),
    "portal:about-help": Recipe("guide.read"),
    "portal:statement-blank": Recipe("guide.read"),
    "portal:robots": Recipe("guide.read"),
    "portal:favicon": Recipe("guide.read"),
}

API = {
    "api:openapi": Recipe("guide.read"),
    "api:seal": Recipe("seal.view", arguments=lambda s: {"code": s.right().seal.code}),
    "api:rights": Recipe("figure.view"),
    "api:figures": Recipe("figure.view", arguments=lambda s: {"office": s.office.slug}),
    "api:credential": Recipe("seal.view", arguments=lambda s: {"code": s.right().seal.code}),
    "api:status-list": Recipe("seal.view", arguments=lambda s: {"number": 0}),
    "api:did": Recipe("seal.view"),
    "api:token": Recipe(post="identity.enter"),
    "api:identity": Recipe(post="identity.enter"),
}

OWN_CASE = {
    "portal:apply-start": Recipe("case.enter", "case.start"),
    "portal:apply-kept": _own("draft"),
    "portal:apply-papers": _own("draft", "case.own"),
    "portal:apply-signature": _own("draft", "case.own"),
    "portal:apply-piece": about_case("draft", post="case.own"),
    "portal:apply-picture": _own("draft", requirement="ktp"),
    "portal:apply-statement": _own("draft"),
    "portal:apply-review": _own("draft", "case.own"),
    "portal:apply-sent": _own("submitted"),
    "portal:apply-step": _own("draft", "case.own", slug="pemilik"),
    "portal:my-case": Recipe("case.enter", "case.enter"),
    "portal:my-case-page": _own("registered"),
    "portal:my-case-letter": _own("signed", letter=lambda s: s.letter("signed").public_id),
    "portal:my-case-certificate": _own("registered"),
    "portal:my-case-place": about_case("accepted", post="case.own"),
    "portal:my-case-withdraw": _own("submitted", "case.own"),
    "portal:my-case-data": _own("submitted"),
    "portal:resume": Recipe(
        "case.enter", "case.enter", arguments=lambda s: {"secret": s.secrets["draft"]}
    ),
}


def handover_facts(side: Side, stage: str) -> dict[str, Any]:
    """What the policy knows of the batch in which the case at ``stage`` travelled."""
    batch = side.handover(stage)
    return {"region_code": batch.region_code, "to_office": batch.to_office_id}


def document_facts(document: Any) -> dict[str, Any]:
    """What the policy knows of a stored file."""
    return {
        "about": document.on_ref,
        "region_code": document.region_code,
        "secrecy": document.secrecy,
        "handed_to": document.handed_to_id,
    }


def _batch(stage: str, get: str = "", post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda side: {"code": side.handover(stage).code},
        lambda side: handover_facts(side, stage),
    )


def _filing(stage: str, get: str = "", post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda side: {"pk": side.filing(stage).pk},
        lambda side: case_facts(side, stage),
    )


def _sheet(get: str = "", post: str = "", **more: Any) -> Recipe:
    return Recipe(
        get,
        post,
        lambda side: {"public_id": side.sheet.public_id, **more},
        lambda side: {"region_code": side.region},
    )


FROM_DOSSIER_TO_RIGHT = {
    "desk:dossier": about_case("sent", "dossier.read"),
    "desk:dossier-identity": about_case("sent", post="case.show-identity"),
    "desk:dossier-seal": about_case("signed", "case.seal-dossier", "case.seal-dossier"),
    "desk:dossier-package": replace(
        about_case("sent", "dossier.read", number=1, sees=("document.read",)),
        facts=lambda s: case_facts(s, "sent") | document_facts(s.document("sent", "dossier")),
    ),
    "desk:case-reopen": about_case("ready", "case.reopen", "case.reopen"),
    "desk:file-case": about_case("acknowledged", "filing.file", "filing.file"),
    "desk:handovers": Recipe("handover.list"),
    "desk:handover-send": Recipe(post="handover.send"),
    "desk:handover": _batch("sent", "handover.view"),
    "desk:handover-answer": _batch("sent", post="handover.answer"),
    "desk:filings": Recipe("filing.list"),
    "desk:filing": _filing("filed", "filing.view"),
    "desk:filing-news": _filing("filed", post="filing.record-event"),
    "desk:filing-close": _filing("registered", post="case.close"),
    "desk:filing-document": Recipe(
        "filing.view",
        arguments=lambda s: {
            "pk": s.filing("filed").pk,
            "public_id": s.document("filed", "filing-receipt").public_id,
        },
        facts=lambda s: (
            case_facts(s, "filed") | document_facts(s.document("filed", "filing-receipt"))
        ),
        sees=("document.read",),
    ),
}


SHEETS = {
    "desk:imports": Recipe("import.list"),
    "desk:import-new": Recipe("import.preview", "import.preview"),
    "desk:import-template": Recipe("import.list", arguments=lambda s: {"kind": "business"}),
    "desk:import": _sheet("import.view"),
    "desk:import-columns": _sheet(post="import.preview"),
    "desk:import-apply": _sheet("import.apply", "import.apply"),
    "desk:import-undo": _sheet("import.undo", "import.undo"),
    "desk:import-rows": _sheet("import.export", form="csv"),
}


# Pages of the desk are not for applicants, even where the action is open to them elsewhere.
AT_DESK = ("case.list",)


def _case(get: str = "", post: str = "", stage: str = "submitted", **more: Any) -> Recipe:
    return about_case(stage, get, post, **({"sees": AT_DESK} | more))


def _paper(get: str = "", post: str = "", **more: Any) -> Recipe:
    return _case(get, post, requirement="ktp", **more)


def _with_document(recipe: Recipe, stage: str, kind: str) -> Recipe:
    """``recipe``, whose page also opens the document ``kind`` of the case at ``stage``."""
    facts = recipe.facts or nothing
    return replace(
        recipe,
        facts=lambda s: {**facts(s), **document_facts(s.document(stage, kind))},
        sees=(*recipe.sees, "document.read"),
    )


CASES_AT_DESK = {
    "desk:today": Recipe("today.view"),
    "desk:cases": Recipe("case.list", "case.list"),
    "desk:cases-export": Recipe("case.export", "case.export"),
    "desk:case-new": Recipe(
        "case.submit", "case.submit", facts=lambda s: {"region_code": s.region}, sees=AT_DESK
    ),
    "desk:case": _case("case.view"),
    "desk:case-identity": about_case("submitted", post="case.show-identity"),
    "desk:case-pdki": _case("case.check-pdki", "case.check-pdki"),
    "desk:case-return": _case("case.return", "case.return"),
    "desk:case-accept": _case("case.accept", "case.accept"),
    "desk:case-waitlist": _case("case.waitlist", "case.waitlist"),
    "desk:case-decline": _case("case.decline", "case.decline"),
    "desk:case-withdraw": _case("case.withdraw", "case.withdraw"),
    "desk:case-paper": _paper("case.view"),
    "desk:case-statement": _case("case.view"),
    "desk:case-lookalikes": _with_document(_case("case.view"), "submitted", "label"),
    "desk:case-judge": _paper(post="case.judge-paper"),
    "desk:case-paper-add": _paper(post="case.add-paper"),
    "desk:case-paper-file": _with_document(_paper("case.view"), "submitted", "ktp"),
    "desk:case-file": _with_document(
        _case("case.view", public_id=lambda s: s.document("submitted", "label").public_id),
        "submitted",
        "label",
    ),
}


def _letter(stage: str, get: str = "", post: str = "", *sees: str) -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.letter(stage).public_id},
        lambda s: {"region_code": s.region, "about": s.letter(stage).on_ref},
        sees=("letter.list", *sees),
    )


LETTERS = {
    "desk:letters": Recipe("letter.list"),
    "desk:letter-sign": Recipe("letter.sign", "letter.sign"),
    "desk:letter": _letter("signed", "letter.list", "", "letter.view"),
    "desk:letter-picture": _with_document(_letter("signed", "letter.list"), "signed", "label"),
    "desk:letter-emblem": _letter("signed", "letter.list", "", "letter.view"),
    "desk:letter-pdf": replace(
        _letter("signed", "letter.list", "", "document.read"),
        facts=lambda s: document_facts(s.letter("signed").pdf),
    ),
    "desk:letter-docx": _with_document(_letter("signed", "letter.list"), "signed", "label"),
    "desk:letter-revoke": _letter("signed", "letter.revoke", "letter.revoke"),
    "desk:letter-withdraw": _letter("accepted", "letter.withdraw", "letter.withdraw"),
}


def _right(get: str = "", post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.right().public_id},
        lambda s: {"region_code": s.region},
    )


def _programme(get: str, post: str = "", *sees: str) -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.programme.public_id},
        lambda s: {"region_code": s.region},
        sees=sees,
    )


def _member(get: str, post: str) -> Recipe:
    """A page about the role of a colleague (the intake officer)."""
    return Recipe(
        get,
        post,
        lambda s: {"pk": s.memberships[Role.INTAKE].pk},
        lambda s: {"office_id": s.office.pk, "person_id": s.people[Role.INTAKE].pk},
    )


def _change(side: Side) -> dict[str, Any]:
    change = side.cases["submitted"].order_changes.filter(decided_at=None).first()
    hands = {str(ref_of(change.asked_by))} if change else set()
    return case_facts(side, "submitted") | {"hands": frozenset(hands)}


def _business(get: str, post: str = "", **more: Any) -> Recipe:
    def arguments(side: Side) -> dict[str, Any]:
        known = {"public_id": side.cases["submitted"].business.public_id}
        return known | {name: value(side) for name, value in more.items()}

    return Recipe(get, post, arguments, lambda s: {"region_code": s.region})


PLACES = {
    "desk:programme-places": _programme("programme.view", ""),
    "desk:programme-offer": _programme("", "place.offer"),
    "desk:allocation": _programme("programme.view", ""),
    "desk:allocation-draw": _programme("", "programme.draw-up"),
    "desk:allocation-enforce": _programme("", "programme.enforce"),
    "desk:programme-idle": _programme("programme.view", "programme.remind"),
    "desk:programme-incomplete": _programme("programme.view", "programme.remind"),
    "desk:programme-simulation": _programme("programme.view", ""),
    "desk:programme-carry": _programme("programme.carry-over", "programme.carry-over"),
    "desk:case-place": _case(post="place.confirm", stage="accepted"),
    "desk:case-order": _case("order.ask", "order.ask"),
    "desk:case-order-decide": replace(_case(post="order.decide"), facts=_change),
}

OFFICE = {
    "desk:programmes": Recipe("programme.list"),
    "desk:programme-new": Recipe("programme.set", "programme.set"),
    "desk:programme": _programme("programme.list", "", "business.view"),
    "desk:programme-edit": _programme("programme.set", "programme.set"),
    "desk:figures": Recipe("figure.list", "figure.freeze"),
    "desk:figures-xlsx": Recipe("figure.export"),
    "desk:figures-pdf": Recipe("figure.export"),
    "desk:figure-rows": Recipe("figure.list", arguments=lambda s: {"slug": "diajukan"}),
    "desk:figure-snapshot": Recipe(
        "figure.see",
        arguments=lambda s: {"public_id": s.frozen().public_id},
        facts=lambda s: {"region_code": s.region},
    ),
    "desk:businesses": Recipe("business.list", "business.list"),
    "desk:business": _business("business.view"),
    "desk:permits": _business("business.view", "permit.note"),
    "desk:permit-drop": _business("permit.drop", "permit.drop", pk=lambda s: s.permit().pk),
    "desk:agencies": Recipe("agency.list"),
    "desk:agency-add": Recipe("agency.add", "agency.add"),
    "desk:agency-end": Recipe(
        "agency.end",
        "agency.end",
        lambda s: {"pk": s.agency().pk},
        lambda s: {"office_id": s.office.pk},
    ),
    "desk:rights": Recipe("right.list"),
    "desk:right": _right("right.view"),
    "desk:right-compare": _right(post="seal.check"),
    "desk:right-end": _right("right.end", "right.end"),
    "desk:right-business": _right("right.tie", "right.tie"),
    "desk:right-tie": _right(post="right.tie"),
    "desk:right-untie": _right(post="right.untie"),
    "desk:right-packet": _right("right.view"),
    "desk:right-sheet": _right("right.view"),
    "desk:office": Recipe("office.settings.view", "office.settings.change"),
    "desk:office-emblem": Recipe(post="office.settings.change"),
    "desk:office-calendar": Recipe("office.settings.view", "office.calendar.change"),
    "desk:people": Recipe("office.people.view"),
    "desk:person-add": Recipe("person.add", "person.add"),
    "desk:membership-end": _member("membership.end", "membership.end"),
    "desk:person-reset": _member("person.reset-second-factor", "person.reset-second-factor"),
}


RECIPES: Mapping[str, Recipe] = {
    **EVENTS,
    **{name: Recipe(**row) for name, row in event_desks.ROWS.items()},
    **PUBLIC_PAGES,
    **API,
    **OWN_CASE,
    **CASES_AT_DESK,
    **LETTERS,
    **FROM_DOSSIER_TO_RIGHT,
    **AFTER_FILING,
    **recipes_rights.RECIPES,
    **SHEETS,
    **PLACES,
    **OWNED_TOGETHER,
    **OFFICE,
}
