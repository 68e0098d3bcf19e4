"""docs/workflows.md: every workflow of the house, drawn from the tables that run."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import sentraki
from sentraki.kernel.workflow import Workflow

HEAD = """# Workflows

Drawn from the tables in `src/sentraki/*/rules` by `./sentraki manage workflows`; do not edit.
Brackets name what must hold before a step; the last table of each flow says who may take it.
"""


def rule_modules() -> Iterator[ModuleType]:
    """The ``rules`` of every room, a folder's files after the folder itself."""
    for room in pkgutil.iter_modules(sentraki.__path__, "sentraki."):
        name = f"{room.name}.rules"
        if not room.ispkg or importlib.util.find_spec(name) is None:
            continue
        rules = importlib.import_module(name)
        yield rules
        for inner in pkgutil.iter_modules(getattr(rules, "__path__", []), f"{name}."):
            yield importlib.import_module(inner.name)


def flows() -> Iterator[tuple[str, Workflow]]:
    """Every workflow of the rooms' rules, as (module, workflow), by module and name."""
    found: dict[int, tuple[str, Workflow]] = {}
    for module in rule_modules():
        for value in vars(module).values():
            if isinstance(value, Workflow):
                found[id(value)] = (module.__name__, value)
    yield from sorted(found.values(), key=lambda pair: (pair[0], pair[1].name))


def draw() -> str:
    """The whole page as Markdown."""
    pages = [HEAD]
    for module, flow in flows():
        rows = [
            f"| `{step.verb}` | {', '.join(sorted(step.sources))} | {step.target} | "
            f"{', '.join(sorted(step.roles))} | {step.letter or '–'} | "
            f"{', '.join(step.notify) or '–'} |"
            for step in flow.moves
        ]
        table = [
            "| step | from | to | who | letter | message |",
            "|---|---|---|---|---|---|",
            *rows,
        ]
        drawing = f"```mermaid\n{flow.draw().rstrip()}\n```"
        pages.append(f"## {flow.name}\n\n`{module}`\n\n{drawing}\n\n" + "\n".join(table) + "\n")
    return "\n".join(pages)
