"""Article 20 c: a name that says goods of another kind than those sold."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from serupa.data import table
from serupa.grounds.wording import FIRST_SERVICE, Reading, sold_words
from serupa.types import Ground

Kind = tuple[str, str]
"""The group within which kinds are told apart, and the kind."""


@cache
def _kinds(*columns: str) -> Mapping[str, Kind]:
    """The words of some columns of the list and the kind of goods each says."""
    rows = table("goods_kinds")
    return {
        word: (row["group"], row["kind"])
        for row in rows
        for column in columns
        for word in row[column].split()
    }


def lists() -> dict[str, Any]:
    """The words of both sides, for who reads by the same rules elsewhere."""
    return {"named": _kinds("words"), "sold": _kinds("words", "sold")}


def other_goods(reading: Reading, sentence: str, wanted: frozenset[int]) -> Iterator[Ground]:
    """A ground where a name says a kind of goods, and what is sold says others and not that one.

    Nothing is said where no goods are told, of services (a name may say what a café has too), of
    words that name no goods in the classes wanted (a *kopi* for shoes is fanciful), and where any
    kind the name says is sold.
    """
    if not wanted or max(wanted) >= FIRST_SERVICE:
        return
    sold = _kinds("words", "sold")
    told = {sold[word] for word in sold_words(sentence) if word in sold}
    named = [word for phrase in reading.names for word in phrase.split()]
    if any(sold.get(word) in told for word in (*reading.seen, *named)):
        return
    groups = {group for group, _ in told}
    for word in named:
        if _kinds("words").get(word, ("", ""))[0] in groups:
            article, params = "Pasal 20 huruf c", {"word": word}
            yield Ground("goods", (word,), article, "abs.goods", params, "cure.goods", "B4")
            return
