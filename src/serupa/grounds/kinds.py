"""Article 20 c: a name that says goods of another kind than those sold."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from serupa.data import table
from serupa.grounds.wording import FIRST_SERVICE, Reading, sold_words
from serupa.types import Ground


@cache
def _kinds(column: str) -> Mapping[str, str]:
    """The words of some columns (``words``, or both) and the kind of goods each says."""
    columns = ("words",) if column == "words" else ("words", "sold")
    rows = table("goods_kinds")
    return {word: row["kind"] for row in rows for name in columns for word in row[name].split()}


def lists() -> dict[str, Any]:
    """The words of both sides, for who reads by the same rules elsewhere."""
    return {"named": _kinds("words"), "sold": _kinds("sold")}


def other_goods(reading: Reading, sentence: str, wanted: frozenset[int]) -> Iterator[Ground]:
    """A ground where a name says a kind of goods, and what is sold says others and not that one.

    Nothing is said where no goods are told, of services (a name may say what a café has too), and
    of words that name no goods in the classes wanted (a *kopi* for shoes is fanciful).
    """
    if not any(number < FIRST_SERVICE for number in wanted):
        return
    said = [word for phrase in reading.names for word in phrase.split()]
    named = {word: _kinds("words")[word] for word in said if word in _kinds("words")}
    told = {_kinds("sold")[word] for word in sold_words(sentence) if word in _kinds("sold")}
    if not named or not told or told & {*named.values()}:
        return
    word = next(iter(named))
    article, params = "Pasal 20 huruf c", {"word": word}
    yield Ground("goods", (word,), article, "abs.goods", params, "cure.goods", "B4")
