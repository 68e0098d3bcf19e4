"""The one question to ask when two classes genuinely fit a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from serupa.data import table
from serupa.goods.lexicon import summaries


@dataclass(frozen=True, slots=True)
class Option:
    """An answer, in Indonesian and English, and the Nice class it decides for; 0 for neither."""

    nice_class: int
    say_id: str
    say_en: str


@dataclass(frozen=True, slots=True)
class ClassQuestion:
    """A question, in Indonesian and English, and its answers."""

    ask_id: str
    ask_en: str
    options: tuple[Option, ...]


@cache
def _known() -> Mapping[frozenset[int], ClassQuestion]:
    found = {}
    for row in table("class_questions"):
        options = (
            Option(int(row["one"]), row["one_id"], row["one_en"]),
            Option(int(row["other"]), row["other_id"], row["other_en"]),
        )
        pair = frozenset(option.nice_class for option in options)
        found[pair] = ClassQuestion(row["ask_id"], row["ask_en"], options)
    return found


def question_between(one: int, other: int) -> ClassQuestion:
    """What tells two classes apart: the written question, else their summaries side by side."""
    known = _known().get(frozenset((one, other)))
    if known is not None:
        return known
    options = tuple(Option(number, *summaries()[number]) for number in (one, other))
    return ClassQuestion(
        "Mana yang lebih tepat untuk usaha Anda?", "Which fits your business better?", options
    )


def question_when_unknown() -> ClassQuestion:
    """What to ask when no word of the sentence is known."""
    return ClassQuestion(
        "Barang atau jasa apa yang Anda jual? Tulis nama bendanya, misalnya “keripik pisang”"
        " atau “jasa jahit”.",
        "What goods or service do you sell? Name the thing, for example “keripik pisang” or"
        " “jasa jahit”.",
        (),
    )
