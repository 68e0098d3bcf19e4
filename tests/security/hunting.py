"""Looking for marked words where they must not be: database, its raw file, blobs, sessions."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from sentraki.kernel.wording import phone_e164


def spellings(marker: str) -> list[str]:
    """The ways a marker may be written, small letters."""
    found = {marker.casefold()}
    digits = re.sub(r"\D", "", marker)
    if len(digits) >= 10 and digits.startswith("08"):
        found |= {digits, phone_e164(marker), phone_e164(marker)[1:], digits[1:]}
    return sorted(found)


def found_in(text: str, markers: Iterable[str]) -> list[str]:
    """The markers that stand in ``text``, however they are written."""
    small = text.casefold()
    return [m for m in markers if any(word in small for word in spellings(m))]


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table as (table, text), sessions readable."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(_text(value) for value in row)
    for session in Session.objects.all():
        yield "a session, decoded", repr(session.get_decoded())


def _text(value: object) -> str:
    if isinstance(value, memoryview):
        value = value.tobytes()
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def tables_with(markers: Iterable[str], *, apart_from: frozenset[str] = frozenset()) -> list[str]:
    """Tables in which a marker is readable."""
    wanted = list(markers)
    return sorted(
        {
            f"{table}: {marker}"
            for table, text in rows()
            if table not in apart_from
            for marker in found_in(text, wanted)
        }
    )


def files() -> Iterator[tuple[str, bytes]]:
    """The raw database with its log, every blob, everything else kept below the data folder."""
    seen = {Path(str(connection.settings_dict["NAME"]))} if connection.vendor == "sqlite" else set()
    seen |= {path.with_name(path.name + "-wal") for path in set(seen)}
    seen |= {path for path in Path(settings.VAR).rglob("*") if path.is_file()}
    for path in sorted(seen):
        if path.is_file() and "keys" not in path.parts:
            yield str(path), path.read_bytes()


def files_with(markers: Iterable[str]) -> list[str]:
    """Files in which a marker can be read, in UTF-8 or UTF-16, in any case of letters."""
    words = [(m, spelling) for m in markers for spelling in spellings(m)]
    needles = [
        (marker, form.encode(coding))
        for marker, word in words
        for form in {word, word.upper(), word.title()}
        for coding in ("utf-8", "utf-16-le")
    ]
    needles += [(marker, marker.encode()) for marker, _ in words]
    return sorted(
        {
            f"{Path(name).name}: {marker}"
            for name, data in files()
            for marker, needle in needles
            if needle in data
        }
    )
