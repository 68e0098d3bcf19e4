"""Every address has a door, every page forbids what a page must forbid."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.house.walls import HOUSE, short, templates

from sentraki.config.urls import OPEN_TO_ALL
from sentraki.kernel import access
from sentraki.offices.doors import DECLARED_ELSEWHERE

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|<style\b|\son[a-z]+\s*=|javascript:", re.I)
# JSON for a script that was loaded from a file is data, not code.
DATA_BLOCK = re.compile(r"<script[^>]*type=\"application/json\"", re.I)
FOREIGN = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//(?!wa\.me/)([^\"'/]+)", re.I)
# Plain links a person may follow; nothing is loaded from there.
MAY_LINK_TO = frozenset({"pdki-indonesia.dgip.go.id", "merek.dgip.go.id", "www.dgip.go.id"})
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.S)


def addresses(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address of the house: (pattern, name, entry)."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, pattern, inner)
        else:
            yield pattern, f"{space}{entry.name}", entry


ADDRESSES = list(addresses())


@pytest.mark.parametrize(
    ("name", "entry"), [pytest.param(n, e, id=p or "/") for p, n, e in ADDRESSES]
)
def test_every_address_declares_who_may_open_it(name: str, entry: URLPattern) -> None:
    declared = getattr(entry.callback, "door", None)
    if declared is None:
        assert name in DECLARED_ELSEWHERE or name in OPEN_TO_ALL
        return
    assert [action for action in declared.values() if action not in access.rules()] == []


def test_no_declaration_outlives_its_address() -> None:
    names = {name for _, name, _ in ADDRESSES}
    assert (set(DECLARED_ELSEWHERE) | OPEN_TO_ALL) - names == set()


def test_no_two_addresses_share_a_name() -> None:
    names = [name for _, name, _ in ADDRESSES]
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_no_page_carries_code_or_looks_inside_itself() -> None:
    found = []
    for path in templates():
        text = DATA_BLOCK.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
        found += [f"{short(path)}: {match.group(0)}" for match in INLINE.finditer(text)]
    assert found == []


def test_no_page_names_a_foreign_origin() -> None:
    found = []
    for path in templates():
        for match in FOREIGN.finditer(path.read_text(encoding="utf-8")):
            if match.group(1) not in MAY_LINK_TO:
                found.append(f"{short(path)}: {match.group(1)}")
    assert found == []


def test_no_stylesheet_and_no_script_reaches_out() -> None:
    found = []
    for path in [*HOUSE.rglob("*.css"), *HOUSE.rglob("*.js")]:
        if "vendor" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{short(path)}: {m}" for m in re.findall(r"@import|url\(\s*['\"]?https?:", text)]
        found += [f"{short(path)}: {m}" for m in re.findall(r"\beval\(|new Function\(", text)]
    assert found == []


def test_every_form_that_changes_something_carries_its_secret() -> None:
    bare = []
    for path in templates():
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.S | re.I):
            if "csrf_token" not in form:
                bare.append(short(path))
    assert bare == []


def test_nothing_is_marked_harmless_by_hand() -> None:
    found = []
    for path in templates():
        found += [short(path) for _ in re.findall(r"\|\s*safe\b", path.read_text("utf-8"))]
    assert found == []
