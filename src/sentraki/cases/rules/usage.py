"""What rules of use must say, who must sign them, and who may supervise a collective mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sentraki.cases.rules.text import one_line

STEPS = ("quality", "supervision", "sanctions", "other")


@dataclass(frozen=True)
class Chapter:
    """One chapter of the rules of use, a row of ``data/collective_rules.csv``.

    ``basis`` is the article that asks for it ("" for custom), ``notice`` what to show while nobody
    has confirmed the row, ``starter`` a first wording to change.
    """

    code: str
    step: str
    is_required: bool
    label_id: str
    label_en: str
    hint_id: str = ""
    hint_en: str = ""
    starter: str = ""
    basis: str = ""
    notice: str = ""

    def label(self, lang: str) -> str:
        """The chapter's name in ``lang`` (Indonesian unless ``en``)."""
        return self.label_en if lang.startswith("en") else self.label_id

    def hint(self, lang: str) -> str:
        """What to write, in ``lang``."""
        return self.hint_en if lang.startswith("en") else self.hint_id


def unwritten(chapters: Iterable[Chapter], texts: Mapping[str, str]) -> list[Chapter]:
    """The chapters the law asks for that hold no words (UU 20/2016 Pasal 46, read Nov 2026)."""
    return [c for c in chapters if c.is_required and not one_line(texts.get(c.code, ""))]


def unsigned(board: Iterable[str], signed: Iterable[str]) -> list[str]:
    """Who of the board has not signed, in the board's order. All of them must (Pasal 46)."""
    have = {one_line(name).casefold() for name in signed}
    return [name for name in board if one_line(name).casefold() not in have]


def next_step(step: str) -> str:
    """The step after ``step``; empty after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else ""
