"""What each address is and which thing its arguments name, written by hand, apart from the views.

A page without a row here fails the matrix. ``get`` and ``post`` repeat what the door must say;
``tests/security/truth.py`` says which roles may do that. ``sees`` is the action whose condition
decides about the thing (the page's own action, unless the door asks for less and the view for the
rest); ``facts`` are what the policy has to know of the thing. Without ``facts`` the page shows the
same kind of thing to everybody who may enter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.security.world import Side

from sentraki.kernel.refs import ref_of

Arguments = Callable[[Side], Mapping[str, Any]]


def nothing(side: Side) -> Mapping[str, Any]:
    """No arguments, no facts."""
    return {}


@dataclass(frozen=True)
class Recipe:
    """How to reach a page with the thing of a side."""

    get: str = ""
    post: str = ""
    arguments: Arguments = nothing
    facts: Arguments | None = None
    sees: str = ""
    query: str = ""


def case_facts(side: Side, stage: str) -> dict[str, Any]:
    """What the policy knows of the case at ``stage``."""
    case = side.cases[stage]
    sent = case.handovers.exclude(answer="returned").last()
    return {
        "region_code": case.region_code,
        "about": str(ref_of(case)),
        "to_office": sent.handover.to_office_id if sent else None,
    }


def about_case(
    stage: str, get: str = "", post: str = "", *, sees: str = "", query: str = "", **more: Any
) -> Recipe:
    """A page of one case; ``more`` are further arguments, plain or made from a side."""

    def arguments(side: Side) -> dict[str, Any]:
        made = {name: value(side) if callable(value) else value for name, value in more.items()}
        return {"code": side.cases[stage].code, **made}

    return Recipe(get, post, arguments, lambda side: case_facts(side, stage), sees, query)


def _own(stage: str, post: str = "", **more: Any) -> Recipe:
    return about_case(stage, "case.own", post, **more)


PUBLIC_PAGES = {
    "portal:home": Recipe("guide.read"),
    "portal:office-choose": Recipe("office.choose", arguments=lambda s: {"slug": s.office.slug}),
    "portal:office-everywhere": Recipe("office.choose"),
    "portal:office-css": Recipe("guide.read", arguments=lambda s: {"slug": s.office.slug}),
    "portal:check": Recipe("screening.search", "screening.search"),
    "portal:fitting": Recipe("guide.read", "guide.read"),
    "portal:verify": Recipe("seal.view"),
    "portal:verify-json": Recipe("seal.view", arguments=lambda s: {"code": s.right().seal.code}),
    "portal:verify-code": Recipe(
        "seal.view", "seal.look-up", arguments=lambda s: {"code": s.letter("signed").seal.code}
    ),
    "portal:register": Recipe("figure.view"),
    "portal:register-csv": Recipe("figure.view"),
    "portal:register-metadata": Recipe("figure.view"),
    "portal:about-data": Recipe("guide.read"),
    "portal:about-figures": Recipe("guide.read"),
    "portal:about-help": Recipe("guide.read"),
    "portal:robots": Recipe("guide.read"),
    "portal:favicon": Recipe("guide.read"),
}

OWN_CASE = {
    "portal:apply-start": Recipe("case.enter", "case.start"),
    "portal:apply-kept": _own("draft"),
    "portal:apply-papers": _own("draft", "case.own"),
    "portal:apply-signature": _own("draft", "case.own"),
    "portal:apply-piece": about_case("draft", post="case.own"),
    "portal:apply-picture": _own("draft", requirement="ktp"),
    "portal:apply-review": _own("draft", "case.own"),
    "portal:apply-sent": _own("submitted"),
    "portal:apply-step": _own("draft", "case.own", slug="pemilik"),
    "portal:my-case": Recipe("case.enter", "case.enter"),
    "portal:my-case-entry": Recipe("case.enter", "case.enter"),
    "portal:my-case-page": _own("registered"),
    "portal:my-case-letter": _own("signed", letter=lambda s: s.letter("signed").public_id),
    "portal:my-case-certificate": _own("registered"),
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
        about_case("sent", "dossier.read", number=1, sees="document.read"),
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
        sees="document.read",
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

RECIPES: Mapping[str, Recipe] = {**PUBLIC_PAGES, **OWN_CASE, **FROM_DOSSIER_TO_RIGHT, **SHEETS}
