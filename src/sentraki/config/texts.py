"""The texts of the house: found in the code, kept in one file per language, compiled for Django.

The code carries English ids; ``locale/id`` holds the Indonesian wording. While a room is being
written its texts may lie in ``locale/id/LC_MESSAGES/parts/<room>.po``; they win over the big file.
Pure Python (polib): no gettext programs are needed.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation import templatize

SINGULAR = frozenset({"gettext", "gettext_lazy", "gettext_noop", "_", "_l", "N_"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
WITH_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
PLURAL_WITH_CONTEXT = frozenset({"npgettext", "npgettext_lazy"})
# Refusals carry text ids too; faces translate them (kernel/errors.py).
REFUSALS = frozenset(
    {"Refusal", "Denied", "MoveRefused", "Invalid", "Taken", "Stale", "AlreadyDone"}
    | {"UploadRefused"}
)
_CALL = re.compile(r"\b(_|gettext|n?gettext|n?pgettext)\s*\(")


@dataclass
class Text:
    """One id: its plural if it has one, and where it stands (path relative to ``src``)."""

    msgid: str
    plural: str = ""
    context: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What makes it one text: context and id."""
        return self.context, self.msgid


def _string(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return node.value
    return None


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _in_call(node: ast.Call) -> Iterator[Text]:
    name = _called(node)
    words = [_string(argument) for argument in node.args[:3]] + [None, None, None]
    first, second, third = words[:3]
    if name in SINGULAR and first:
        yield Text(first)
    elif name in PLURAL and first:
        yield Text(first, plural=second or "")
    elif name in WITH_CONTEXT and first and second:
        yield Text(second, context=first)
    elif name in PLURAL_WITH_CONTEXT and first and second:
        yield Text(second, plural=third or "", context=first)
    elif name in REFUSALS:
        if first:
            yield Text(first)
        for keyword in node.keywords:
            if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
                found = [_string(value) for value in keyword.value.values]
                yield from (Text(value) for value in found if value)
    elif name in ("row", "Rule", "Decision"):
        reasons = [_string(k.value) for k in node.keywords if k.arg == "reason"]
        yield from (Text(reason) for reason in reasons if reason)


def in_python(source: str) -> Iterator[tuple[Text, int]]:
    """Every text id of a Python file with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for text in _in_call(node):
                yield text, node.lineno


def in_template(source: str) -> Iterator[tuple[Text, int]]:
    """Every text id of a Django template with its line."""
    code = templatize(source)
    for match in _CALL.finditer(code):
        call = _balanced(code, match.start())
        try:
            node = ast.parse(call.strip(), mode="eval").body
        except SyntaxError:
            continue
        if isinstance(node, ast.Call):
            for text in _in_call(node):
                yield text, code.count("\n", 0, match.start()) + 1


def _balanced(code: str, start: int) -> str:
    """The call that begins at ``start``, up to its closing bracket; brackets in strings skipped."""
    depth, quote, index = 0, "", start
    while index < len(code):
        letter = code[index]
        if quote:
            if letter == "\\":
                index += 1
            elif code.startswith(quote, index):
                index += len(quote) - 1
                quote = ""
        elif letter in "'\"":
            quote = letter * 3 if code.startswith(letter * 3, index) else letter
            index += len(quote) - 1
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if depth == 0:
                return code[start : index + 1]
        index += 1
    return ""


def sources(src: Path) -> Iterator[Path]:
    """Python files and templates below ``src``, migrations left out."""
    for path in sorted(src.rglob("*")):
        if "migrations" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py" or (path.suffix in (".html", ".txt") and "templates" in path.parts):
            yield path


def collect(src: Path) -> tuple[dict[tuple[str, str], Text], set[str]]:
    """All texts below ``src``, and every string constant of the code.

    The second part is for ids that reach gettext by a variable: such an id counts as used when it
    stands somewhere in the code, word for word.
    """
    texts: dict[tuple[str, str], Text] = {}
    constants: set[str] = set()
    for path in sources(src):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            found = in_python(source)
            strings = (_string(n) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.expr))
            constants.update(string for string in strings if string)
        else:
            found = in_template(source)
        for text, line in found:
            known = texts.setdefault(text.key, text)
            known.plural = known.plural or text.plural
            known.places.append(f"{path.relative_to(src).as_posix()}:{line}")
    return texts, constants


@dataclass
class Shelf:
    """One language's texts by key, with what is wrong with them."""

    entries: dict[tuple[str, str], polib.POEntry]
    problems: list[str]


def shelf(folder: Path) -> Shelf:
    """Read ``django.po`` and the parts beside it; two parts that disagree are a problem."""
    entries: dict[tuple[str, str], polib.POEntry] = {}
    problems: list[str] = []
    big = folder / "django.po"
    if big.exists():
        entries = {_key(entry): entry for entry in polib.pofile(str(big)) if not entry.obsolete}
    seen: dict[tuple[str, str], str] = {}
    for part in sorted((folder / "parts").glob("*.po")):
        for entry in polib.pofile(str(part)):
            key, wording = _key(entry), entry.msgstr or str(entry.msgstr_plural)
            if entry.obsolete or not wording:
                continue
            if seen.get(key, wording) != wording:
                problems.append(f"{part.name}: another part says it differently: {entry.msgid}")
            seen[key] = wording
            entries[key] = entry
    return Shelf(entries, problems)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def is_translated(entry: polib.POEntry) -> bool:
    """Whether an entry has every form it needs and nobody doubts it."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(forms) and not entry.fuzzy


PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def placeholders(text: str) -> set[str]:
    """The names a text will have filled in."""
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}
