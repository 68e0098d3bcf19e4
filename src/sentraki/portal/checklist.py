"""The papers of a case as lines of a checklist."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.rules import statement
from sentraki.cases.selectors.papers import PaperState
from sentraki.cases.services.papers import LABEL, SIGNATURE

PICTURES = ("image/jpeg", "image/png")
SHOWN_SMALL = (LABEL, SIGNATURE)


@dataclass(frozen=True)
class Item:
    """One line. ``state`` is ``done``, ``missing`` or ``replace``; ``replace`` an address that
    offers the buttons again; ``form`` one that gives the paper ready to be signed; ``may_follow``
    whether the paper may be promised for later."""

    code: str
    title: str
    hint: str
    state: str
    error: str = ""
    note: str = ""
    picture: str = ""
    replace: str = ""
    look: str = ""
    form: str = ""
    may_follow: bool = False
    follows: bool = False
    is_optional: bool = False


def item_of(case: Case, state: PaperState, *, error: str = "", open_again: bool = False) -> Item:
    """The line of one paper; ``error`` is the sentence about a file that was just refused."""
    row, paper = state.requirement, state.paper
    lang = get_language() or "id"
    base: dict[str, Any] = {"code": row.code, "title": row.label(lang), "hint": row.hint(lang)}
    made_here = row.code == statement.PAPER
    form = reverse("portal:apply-statement", args=[case.code]) if made_here else ""
    if paper is None:
        needed_now = row.required and row.needed_for == "submission"
        note = _("Needed before filing. You may send it later.")
        return Item(
            **base,
            state="missing",
            error=error,
            note=note if row.required and not needed_now else "",
            form=form,
            may_follow=needed_now,
            follows=state.promised,
            is_optional=not row.required,
        )
    good = state.is_settled
    document = paper.document
    shown = reverse("portal:apply-picture", args=[case.code, row.code])
    is_picture = document.mime in PICTURES
    again = good and not open_again and not error
    return Item(
        **base,
        state="done" if good else "replace",
        error=error or ("" if good else paper.reason),
        note=_made_ready(document.size) if row.code == LABEL and good else "",
        picture=shown if is_picture and good and row.code in SHOWN_SMALL else "",
        look=shown if is_picture and row.code not in SHOWN_SMALL else "",
        form="" if again else form,
        replace=f"?ganti={row.code}#{row.code}_title" if again else "",
    )


def _made_ready(size: int) -> str:
    text = _(
        "Made ready for DJKI's form: white ground, at most 1024 × 1024 pixels, %(kb)s kB. "
        "Your picture in its own size is kept beside it."
    )
    return text % {"kb": max(1, round(size / 1000))}
