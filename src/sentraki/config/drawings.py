"""docs/workflows.md: every workflow of the house, drawn from the tables that run."""

import importlib
import pkgutil
from collections.abc import Iterator

import sentraki
from sentraki.kernel.workflow import Workflow

HEAD = """# Workflows

Drawn from the tables in `src/sentraki/*/rules` by `./sentraki manage workflows`; do not edit.
Brackets name what must hold before a step; the last table of each flow says who may take it.
"""


def flows() -> Iterator[tuple[str, Workflow]]:
    """Every workflow of the rooms' rules, as (module, workflow), by module and name."""
    found: dict[int, tuple[str, Workflow]] = {}
    for module in pkgutil.walk_packages(sentraki.__path__, "sentraki."):
        parts = module.name.split(".")
        if len(parts) < 3 or parts[2] != "rules":
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Workflow):
                kept = found.get(id(value))
                if kept is None or len(kept[0]) < len(module.name):
                    found[id(value)] = (module.name, value)
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
