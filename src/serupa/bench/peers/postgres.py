"""PostgreSQL's own pg_trgm ``similarity()``, on a server given by its address."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from serupa.bench.field import NEVER, Field
from serupa.bench.pairs import Pair
from serupa.index.segment import class_mask

_PLACE = """
with scored as (
    select name, (mask & %(wanted)s) <> 0 as own, similarity(name, %(asked)s) as score
    from bench_marks
), best as (select max(score) as score from scored where name = %(older)s)
select (select score from best),
    count(*) filter (where own and s.score > b.score),
    count(*) filter (where own and s.score = b.score and name <> %(older)s),
    count(*) filter (where s.score > b.score),
    count(*) filter (where s.score = b.score and name <> %(older)s)
from scored s, best b
"""


class Postgres:
    """The peer that asks the server at ``address``; needs psycopg and the right to make pg_trgm."""

    def __init__(self, address: str) -> None:
        self._address = address

    def places(self, field: Field, pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
        psycopg: Any = import_module("psycopg")
        own: list[float] = []
        whole: list[float] = []
        with psycopg.connect(self._address) as connection, connection.cursor() as cursor:
            cursor.execute("create extension if not exists pg_trgm")
            cursor.execute("create temporary table bench_marks (name text, mask bigint)")
            with cursor.copy("copy bench_marks from stdin") as copy:
                for name, mask in zip(field.names, field.masks.tolist(), strict=True):
                    copy.write_row((name.replace("\x00", ""), mask))
            for pair in pairs:
                wanted = class_mask(pair.classes) | 1 if pair.classes else (1 << 46) - 1
                given = {"asked": pair.newer, "older": pair.older, "wanted": wanted}
                best, above, equal, above_all, equal_all = cursor.execute(_PLACE, given).fetchone()
                own.append(1 + above + equal / 2 if best else NEVER)
                whole.append(1 + above_all + equal_all / 2 if best else NEVER)
        return own, whole
