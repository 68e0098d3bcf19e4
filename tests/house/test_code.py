"""Rules about the code that no tool on the market knows."""

import ast
import re
from collections import Counter

from tests.house.walls import HOUSE, ROOT, SRC, nodes, python_files, short, tree_of

# The one writer of each status: function → how many flows it writes.
STATUS_FIELDS = frozenset({"status", "state"})
# Files that step around the scope: how often at most, and why that is right.
MAY_LOOK_EVERYWHERE = {
    "offices/scoping.py": (2, "defines it"),
    "cases/selectors/quota.py": (2, "the whole waiting list of a programme counts"),
    "cases/selectors/wishes.py": (1, "the whole list of a programme is allocated"),
    "cases/services/arrivals.py": (2, "a queue has one order for all who came to a programme"),
    "cases/services/codes.py": (2, "a code is unique in the country"),
    "cases/services/holds.py": (1, "the calendar offers free places everywhere"),
    "cases/selectors/dossier.py": (1, "the screening of a case the viewer has reached"),
    "cases/services/ending.py": (1, "the calendar ends drafts everywhere"),
    "cases/services/deadlines.py": (
        5,
        "the running ones of a filing the act has locked, its own row, the calendar's sweep",
    ),
    "cases/selectors/identity.py": (
        4,
        "another agency sees no row of ours; what it is told is chosen there, in its regions",
    ),
    "cases/services/replies.py": (2, "one answer to one letter; its own row"),
    "cases/services/filing.py": (
        4,
        "a filing number is unique in the country; its own row and right",
    ),
    "cases/services/handover.py": (1, "the batch of an item the viewer has reached"),
    "cases/services/intake.py": (3, "a code, a secret link and an open programme admit somebody"),
    "cases/services/letters.py": (2, "the letters of a case the viewer has reached"),
    "cases/services/places.py": (1, "locks the programme whose places are counted"),
    "cases/services/programmes.py": (1, "locks its own row"),
    "cases/services/reminders.py": (2, "the clerk's round over all offices, its own row"),
    "cases/services/rights.py": (2, "a registration number is unique in the country"),
    "cases/services/status.py": (1, "locks its own row"),
    "cases/selectors/watch.py": (
        3,
        "every protected mark is watched; a secret link admits its owner; hits of one issue",
    ),
    "cases/services/watch.py": (6, "the watch's own rounds over all offices, its own row"),
    "cases/services/gazette.py": (1, "a wrong issue goes with every hit it gave"),
    "desk/demo.py": (10, "fills an empty house, for five offices at once"),
    "events/services/bookings.py": (
        6,
        "a code admits; a phone number sits once, a seat is given once",
    ),
    "events/services/devices.py": (4, "a token names one desk; its own rows; desks of the event"),
    "events/services/desk_sync.py": (4, "a record is kept once, whoever sends it; its own rows"),
    "desk/event_sync.py": (2, "the file and the visit of a record the viewer has reached"),
    "events/services/visits.py": (3, "a record is written once, whoever sends it; its own rows"),
    "parties/services/businesses.py": (1, "one business is entered once, whoever enters it"),
}
FORBIDDEN_NAMES = frozenset({"utils", "common", "misc", "manager", "legacy", "helpers"})
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")


def status_writers() -> Counter[tuple[str, str]]:
    """(file, function) → how often it assigns to somebody's ``.status``."""
    found: Counter[tuple[str, str]] = Counter()
    for path in python_files(HOUSE):
        for function in nodes(path, ast.FunctionDef):
            for node in ast.walk(function):
                targets = node.targets if isinstance(node, ast.Assign) else []
                targets += [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else []
                for target in targets:
                    if isinstance(target, ast.Attribute) and target.attr in STATUS_FIELDS:
                        found[short(path), function.name] += 1
    return found


def status_updates() -> list[str]:
    """Places that write a status past the one writer: ``.update(status=…)``, ``setattr``."""
    found = []
    for path in python_files(HOUSE):
        for call in nodes(path, ast.Call):
            function = call.func
            if not isinstance(function, ast.Attribute) or function.attr not in (
                "update",
                "aupdate",
            ):
                continue
            if any(keyword.arg in STATUS_FIELDS for keyword in call.keywords):
                found.append(f"{short(path)}:{call.lineno}")
    return found


# Which functions are the one writer of a flow.
WRITERS = {
    ("src/sentraki/config/jobs.py", "revive"): "the library's queue, not a flow of ours",
}


def test_a_status_is_written_in_one_place_per_flow() -> None:
    writers = status_writers()
    strangers = {key for key in writers if not key[1].startswith("set_")}
    assert strangers - set(WRITERS) == set()
    assert {key: count for key, count in writers.items() if count > 1} == {}


def test_a_status_is_never_written_by_a_queryset() -> None:
    allowed = tuple(path for path, _ in WRITERS)
    assert [place for place in status_updates() if not place.startswith(allowed)] == []


def test_files_are_kept_by_the_ledger_alone() -> None:
    strays = []
    for path in python_files(HOUSE):
        in_ledger = path.is_relative_to(HOUSE / "ledger")
        for call in nodes(path, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            owner = getattr(getattr(call.func, "value", None), "id", "")
            model_field = name in ("FileField", "ImageField") and owner == "models"
            if model_field and not in_ledger:
                strays.append(f"{short(path)}:{call.lineno}")
    assert strays == []


def test_every_function_says_what_it_takes_and_gives() -> None:
    bare = []
    for path in python_files():
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            arguments += [a for a in (node.args.vararg, node.args.kwarg) if a is not None]
            missing = [
                a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")
            ]
            if missing or node.returns is None:
                bare.append(f"{short(path)}:{node.lineno} {node.name} {missing}")
    assert bare == []


def test_only_listed_places_look_past_the_scope() -> None:
    places = Counter(
        path.relative_to(HOUSE).as_posix()
        for path in python_files(HOUSE)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Attribute) and node.attr == "unscoped")
        or (isinstance(node, ast.Constant) and node.value == "unscoped")
        or (isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "unscoped")
    )
    allowed = {name: most for name, (most, _) in MAY_LOOK_EVERYWHERE.items()}
    assert {name: n for name, n in places.items() if n > allowed.get(name, 0)} == {}
    assert {name: n for name, n in allowed.items() if n > places[name]} == {}, (
        "the list is too wide"
    )


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = [path for path in python_files() if path.stem in FORBIDDEN_NAMES]
    names += [p for p in SRC.rglob("*") if p.is_dir() and p.name in FORBIDDEN_NAMES]
    assert [short(path) for path in names] == []


def test_nothing_is_left_unfinished() -> None:
    files = [*python_files(), *python_files(ROOT / "tests"), ROOT / "sentraki"]
    found = [
        f"{short(path)}: {match.group(0)}"
        for path in files
        if path.name != "test_code.py"
        for match in UNFINISHED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_services_and_selectors_know_no_request() -> None:
    knowing = []
    for path in python_files(HOUSE):
        parts = path.relative_to(HOUSE).parts
        door = parts[1].removesuffix(".py") if len(parts) > 1 else ""
        if door in ("services", "selectors", "rules", "policy", "models"):
            for node in nodes(path, ast.ImportFrom):
                names = {alias.name for alias in node.names}
                if node.module == "django.http" and names & {"HttpRequest", "HttpResponse"}:
                    knowing.append(short(path))
    assert knowing == []


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in python_files()}
    assert sorted(short(f) for f in folders if not (f / "__init__.py").exists()) == []
