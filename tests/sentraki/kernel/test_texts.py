"""Every text id of the kernel has its official Indonesian wording."""

import ast
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[3]
KERNEL = ROOT / "src" / "sentraki" / "kernel"
CATALOGUE = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"
REFUSALS = {"Refusal", "Denied", "MoveRefused", "Invalid", "Taken", "Stale", "AlreadyDone"}


def _wordings() -> dict[str, str]:
    entries = polib.pofile(str(CATALOGUE))
    return {entry.msgid: entry.msgstr for entry in entries if not entry.msgid_plural}


def _is_sentence(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value[:1].isupper()
        and node.value.endswith(".")
    )


def _text_ids(module: str) -> set[str]:
    """Sentences given to a refusal, or kept under a name of the module."""
    tree = ast.parse((KERNEL / f"{module}.py").read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            values = [node.value]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {*REFUSALS, "_digits"}:
            values = node.args
        found |= {value.value for value in values if _is_sentence(value)}
    return found


@pytest.mark.parametrize(
    "module",
    ["access", "ids", "numbers", "secrets", "sheets", "sheets_child", "wording", "workflow"],
)
def test_every_sentence_of_a_module_is_translated(module):
    texts = _text_ids(module)
    assert texts
    assert not texts - set(_wordings())


def test_every_wording_fills_the_same_places():
    for english, indonesian in _wordings().items():
        assert indonesian
        assert sorted(_places(english)) == sorted(_places(indonesian))


def _places(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("%(")[1:]]
