"""What the tests about the building share: where its files are and how to read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
HOUSE = SRC / "sentraki"


def python_files(*folders: Path) -> list[Path]:
    """Our Python files below ``folders`` (default: all of ``src``), migrations left out."""
    found = [path for folder in folders or (SRC,) for path in folder.rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Every page template."""
    return sorted(path for path in HOUSE.rglob("*.html") if "templates" in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Every node of these kinds in one file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, kinds):
            yield node


def short(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()
