"""A page as somebody without scripts meets it: words, links, forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
SILENT = frozenset({"script", "style", "template", "title"})
BUTTONS = frozenset({"submit", "image"})


@dataclass
class Node:
    """An element with its attributes and what it holds, in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        """This element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag: str = "", marked: str = "") -> "list[Node]":
        """The elements below with this tag and this class (either may be left out)."""
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and (not marked or marked in node.attrs.get("class", "").split())
        ]

    @property
    def words(self) -> str:
        """The text in it, white space made single."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in SILENT:
                yield " "
                yield from child._texts()
                yield " "


class _Builder(HTMLParser):
    """Builds the tree; an end tag closes what was left open inside it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        depth = next((i for i in range(len(self.open) - 1, 0, -1) if self.open[i].tag == tag), 0)
        if depth:
            del self.open[depth:]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@dataclass(frozen=True)
class Control:
    """One box, choice, button or list of a form. ``value`` is what it would send now."""

    name: str
    kind: str
    value: str
    is_on: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A form of a page; ``place`` is its number on the page, from 0."""

    place: int
    action: str
    method: str
    controls: tuple[Control, ...]

    def named(self, name: str) -> list[Control]:
        """The controls called ``name``."""
        return [control for control in self.controls if control.name == name]

    def values_of(self, name: str) -> list[str]:
        """What can be chosen in ``name``: values of its radios, boxes or list."""
        found: list[str] = []
        for control in self.named(name):
            found += control.options or (control.value,)
        return found


@dataclass(frozen=True)
class Page:
    """What came back: address, status, the whole tree."""

    url: str
    status: int
    root: Node

    @classmethod
    def read(cls, url: str, status: int, text: str) -> "Page":
        """Parse ``text``."""
        builder = _Builder()
        builder.feed(text)
        builder.close()
        return cls(url, status, builder.root)

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path

    @property
    def words(self) -> str:
        """Everything there is to read between header and footer."""
        main = self.root.all("main")
        return (main[0] if main else self.root).words

    @property
    def title(self) -> str:
        """Its first heading."""
        return next((node.words for node in self.root.all("h1")), "")

    def links(self, part: str = "") -> list[str]:
        """The addresses of this site it links to whose path contains ``part``, each once."""
        here = urlsplit(self.url)
        found: dict[str, None] = {}
        for node in self.root.all("a"):
            there = urlsplit(urljoin(self.url, node.attrs.get("href", "")))
            if there.netloc == here.netloc and part in there.path:
                found[f"{there.path}?{there.query}" if there.query else there.path] = None
        return list(found)

    def forms(self) -> list[Form]:
        """Its forms; controls elsewhere on the page that name a form's id belong to it."""
        nodes = self.root.all("form")
        away = [node for node in self.root.walk() if "form" in node.attrs and node.tag != "form"]
        found = []
        for place, node in enumerate(nodes):
            mine = [child for child in node.walk() if "form" not in child.attrs]
            name = node.attrs.get("id", "")
            mine += [child for child in away if child.attrs["form"] == name]
            controls = tuple(filter(None, map(_control, mine)))
            action = urljoin(self.url, node.attrs.get("action", "") or self.url)
            method = node.attrs.get("method", "get").lower()
            found.append(Form(place, action, method, controls))
        return found


def _control(node: Node) -> Control | None:
    attrs = node.attrs
    name = attrs.get("name", "")
    if not name or "disabled" in attrs:
        return None
    if node.tag == "textarea":
        text = "".join(child for child in node.children if isinstance(child, str))
        return Control(name, "text", text.removeprefix("\n"))
    if node.tag == "select":
        rows = node.all("option")
        values = tuple(row.attrs.get("value", row.words) for row in rows)
        chosen = [row for row in rows if "selected" in row.attrs] or rows[:1]
        value = chosen[0].attrs.get("value", chosen[0].words) if chosen else ""
        return Control(name, "list", value, options=values)
    if node.tag == "button":
        is_sending = attrs.get("type", "submit") == "submit"
        return Control(name, "button", attrs.get("value", ""), is_on=False) if is_sending else None
    if node.tag != "input":
        return None
    kind = attrs.get("type", "text")
    if kind in BUTTONS:
        return Control(name, "button", attrs.get("value", ""), is_on=False)
    if kind in ("radio", "checkbox"):
        return Control(name, kind, attrs.get("value", "on"), "checked" in attrs)
    return Control(name, kind, attrs.get("value", ""))
