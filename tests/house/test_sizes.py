"""Nothing in the house is larger than one can read at a sitting."""

import ast

from tests.house.walls import ROOT, nodes, python_files, short, templates

MOST_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_TEMPLATE_LINES = 150

# path → why it may be larger.
LARGER_FILES = {
    "sentraki": "one standard-library script is a promise of the house (docs/house.md)",
}
LARGER_FUNCTIONS: dict[str, str] = {}
LARGER_TEMPLATES: dict[str, str] = {}


def filled_lines(text: str) -> int:
    """Lines with something on them."""
    return sum(1 for line in text.splitlines() if line.strip())


def test_no_file_is_longer_than_the_wall() -> None:
    files = [*python_files(), *python_files(ROOT / "tests"), ROOT / "sentraki"]
    sizes = {short(path): filled_lines(path.read_text(encoding="utf-8")) for path in files}
    larger = {name: size for name, size in sizes.items() if size > MOST_LINES}
    assert {n: s for n, s in larger.items() if n not in LARGER_FILES} == {}
    assert set(LARGER_FILES) - set(larger) == set(), "an exception nobody needs any more"


def test_no_function_is_longer_than_the_wall() -> None:
    larger = {}
    for path in [*python_files(), *python_files(ROOT / "tests")]:
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > MOST_FUNCTION_LINES:
                larger[f"{short(path)}:{node.name}"] = size
    assert {n: s for n, s in larger.items() if n not in LARGER_FUNCTIONS} == {}
    assert set(LARGER_FUNCTIONS) - set(larger) == set(), "an exception nobody needs any more"


def test_no_template_is_longer_than_the_wall() -> None:
    sizes = {short(path): len(path.read_text("utf-8").splitlines()) for path in templates()}
    larger = {name: size for name, size in sizes.items() if size > MOST_TEMPLATE_LINES}
    assert {n: s for n, s in larger.items() if n not in LARGER_TEMPLATES} == {}
    assert set(LARGER_TEMPLATES) - set(larger) == set(), "an exception nobody needs any more"
