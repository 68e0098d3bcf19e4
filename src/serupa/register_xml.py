"""Registers as XML: WIPO ST.66 and ST.96, read leniently and one mark at a time.

Elements are known by their own names, whatever their name space and whatever stands around them,
so a whole register, a transaction and a single application are read alike. A document that
declares types or entities is refused: none of these standards needs one. A mark with a class that
cannot be read counts as of no recorded class, so it is compared whatever the goods; one without a
number is named by its place in the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

MARK = frozenset({"Trademark", "TradeMark"})
FIELDS = {
    "name": ("MarkVerbalElementText", "MarkSignificantVerbalElementText", "WordMarkText"),
    "number": (
        "ApplicationNumberText", "ApplicationNumber", "RegistrationNumberText",
        "RegistrationNumber", "InternationalRegistrationNumber",
    ),
    "status": (
        "MarkCurrentStatusCode", "MarkCurrentStatusInternalDescriptionText", "MarkCurrentStatus",
    ),
    "filed_on": ("ApplicationDate", "ApplicationDateTime", "FilingDate"),
    "registered_on": ("RegistrationDate",),
    "owner": (
        "EntityName", "OrganizationStandardName", "OrganizationName", "PersonFullName",
        "FreeFormatNameLine", "LastName",
    ),
}  # fmt: skip
"""Our column and the elements it may stand in, the first one found wins."""

CLASS = "ClassNumber"
_CLASS = re.compile(r"\D*0*(?P<number>[1-9]|[1-3]\d|4[0-5])\D*", re.ASCII)
_PIECE = 1 << 16
_LONGEST = 10_000


class XmlError(ValueError):
    """``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class _Reader:
    """What expat calls; complete marks wait in ``marks``."""

    parser: expat.XMLParserType
    marks: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    inside: int = 0
    depth: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)
    many: int = 0
    text: list[str] = field(default_factory=list)

    def start(self, name: str, _attributes: object) -> None:
        self.depth += 1
        self.text.clear()
        if not self.inside and _local(name) in MARK:
            self.inside = self.depth
            self.texts, self.classes = {}, []

    def characters(self, text: str) -> None:
        if self.inside and len(self.text) < _LONGEST:
            self.text.append(text)

    def end(self, name: str) -> None:
        local, text = _local(name), " ".join("".join(self.text).split())
        self.text.clear()
        if self.inside and text:
            if local == CLASS:
                self.classes.append(text)
            else:
                self.texts.setdefault(local, text)
        if self.inside == self.depth:
            self.inside = 0
            self.marks.append((self.parser.CurrentLineNumber, self._row()))
        self.depth -= 1

    def _row(self) -> dict[str, str]:
        row = {
            ours: next((self.texts[one] for one in theirs if one in self.texts), "")
            for ours, theirs in FIELDS.items()
        }
        self.many += 1
        row["filed_on"] = row["filed_on"][:10]
        row["id"] = row["number"] or f"mark {self.many} of the file"
        return {**row, "classes": ";".join(self._read_classes())}

    def _read_classes(self) -> list[str]:
        """The classes in the order written; none when one of them is no class."""
        read = [_CLASS.fullmatch(text) for text in dict.fromkeys(self.classes)]
        return [one["number"] for one in read if one] if all(read) else []


def read_marks(stream: BinaryIO) -> Iterator[tuple[int, dict[str, str]]]:
    """The marks of a file as our columns, each with the line it ends on. Raises ``XmlError``."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(parser)

    def refuse(*_given: object) -> None:
        raise XmlError("it declares a document type or entities", parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
            yield from reader.marks
            reader.marks.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise XmlError(f"not XML: {problem}", problem.lineno) from problem
    yield from reader.marks


def _local(name: str) -> str:
    return name.rpartition(":")[2]
