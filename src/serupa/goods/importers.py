"""Reading lists of official goods and services terms that somebody saved or downloaded.

Three kinds are read: pages of DJKI's SKM saved from a browser (HTML), WIPO's Nice alphabetical
list (XML), and CSV with columns for class and term. Nothing is fetched and nothing is shipped:
the terms are another office's work. Files are read as hostile: bounded in size and number of
terms, without entities, without following any reference.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from serupa.goods.lexicon import Term, TermList
from serupa.register import UNCLOSED, delimiter_of, why_unread

MOST_BYTES = 50_000_000
MOST_TERMS = 300_000
MOST_LETTERS = 500
"""Of one term; the rest of a longer one is dropped."""

_NUMBER = re.compile(r"\d{1,3}")
_SKM_TABLE = "barang_jasa_table"
_CLASS_COLUMNS = ("class", "kelas", "classnumber", "class_number", "nice class", "class no")
_TERM_COLUMNS = ("term", "uraian", "indication", "good", "goods", "nama", "description", "goodname")


class TermsError(ValueError):
    """A file of terms that cannot be read; the sentence names the file and what is wrong."""


def read_terms(path: Path) -> TermList:
    """The terms of one file, with the kind of list and the file's name as origin.

    Raises ``TermsError`` when the file is too big, of no known kind, or holds no term.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TermsError(f"{path.name}: more than {MOST_BYTES // 1_000_000} MB")
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    kind, read = _kind(path, text)
    try:
        terms = list(islice(read(text), MOST_TERMS + 1))
    except TermsError as problem:
        raise TermsError(f"{path.name}: {problem}") from problem
    if not terms:
        raise TermsError(f"{path.name}: no term found ({kind})")
    if len(terms) > MOST_TERMS:
        raise TermsError(f"{path.name}: more than {MOST_TERMS} terms")
    return TermList(terms, f"{kind} ({path.name})")


def _kind(path: Path, text: str) -> tuple[str, Callable[[str], Iterable[Term]]]:
    head = text[:2000].lower()
    if path.suffix.lower() in (".html", ".htm") or "<html" in head or "<!doctype html" in head:
        return "SKM DJKI", skm_terms
    if path.suffix.lower() == ".xml" or head.lstrip().startswith("<?xml"):
        return "WIPO Nice", nice_xml_terms
    return "CSV", csv_terms


def _term(number: str, text: str) -> Term | None:
    found = _NUMBER.search(number)
    words = " ".join(text.split())[:MOST_LETTERS]
    if found is None or not 1 <= int(found.group()) <= 45 or not words:
        return None
    return Term(words, int(found.group()))


class _SkmPage(HTMLParser):
    """An SKM page: ``h1`` "Kelas N" and the two columns of one table, Indonesian and English."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.number = ""
        self.cells: list[str] = []
        self._depth = 0
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and (self._depth or dict(attrs).get("id") == _SKM_TABLE):
            self._depth += 1
        elif tag == "h1" and not self.number:
            self._inside = "h1"
        elif tag == "td" and self._depth == 1 and len(self.cells) <= 2 * MOST_TERMS:
            self._inside = "td"
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            self._depth -= 1
        if tag in ("td", "tr", "h1"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h1":
            self.number += data[:MOST_LETTERS]
        elif self._inside == "td" and len(self.cells[-1]) <= MOST_LETTERS:
            self.cells[-1] += data[:MOST_LETTERS]


def skm_terms(text: str) -> Iterator[Term]:
    """The terms of one saved SKM page, in both of its languages."""
    page = _SkmPage()
    page.feed(text)
    page.close()
    for cell in page.cells:
        term = _term(page.number, cell)
        if term is not None:
            yield term


_XML_TERMS = frozenset({"goodtitle", "goodname", "indication", "label", "name", "text", "term"})


def nice_xml_terms(text: str) -> Iterator[Term]:
    """The terms of WIPO's XML: any element that carries or stands in a class number.

    A document type with declarations is refused: no entity is ever expanded. Raises
    ``TermsError`` for a document type or XML that is not well formed.
    """
    reader = _NiceXml()
    try:
        reader.parser.Parse(text, True)
    except expat.ExpatError as problem:
        raise TermsError(f"not well-formed XML: {problem}") from problem
    return iter(reader.terms)


class _NiceXml:
    """Collects terms while the parser walks; deep nesting and declarations are refused."""

    _DEEPEST = 64

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._numbers: list[str] = []
        self._text: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise TermsError("XML with a document type or entities is not read")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._numbers) >= self._DEEPEST:
            raise TermsError("XML nested too deeply")
        number = self._numbers[-1] if self._numbers else ""
        for name, value in attributes.items():
            if name.split(":")[-1].lower() in ("classnumber", "class", "idref", "classref"):
                number = value
        self._numbers.append(number)
        if tag.split(":")[-1].lower() in _XML_TERMS and number:
            self._text = []

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text[:MOST_LETTERS])

    def _end(self, tag: str) -> None:
        number = self._numbers.pop()
        if self._text is not None and tag.split(":")[-1].lower() in _XML_TERMS:
            term = _term(number, "".join(self._text))
            self._text = None
            if term is not None:
                if len(self.terms) >= MOST_TERMS:
                    raise TermsError(f"more than {MOST_TERMS} terms")
                self.terms.append(term)


def csv_terms(text: str) -> Iterator[Term]:
    """The terms of a CSV with a column for the class and one or more for the term. Raises
    ``TermsError`` for other text, and for a quote that nothing closes: it would swallow terms."""
    delimiter = delimiter_of(text.partition("\n")[0])
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        names = {name.strip().lower(): name for name in reader.fieldnames or () if name}
        number = next((names[name] for name in _CLASS_COLUMNS if name in names), None)
        columns = [names[name] for name in _TERM_COLUMNS if name in names]
        if number is None or not columns:
            raise TermsError("no column for class and term: a CSV needs both, as class,term")
        for row in reader:
            for column in columns:
                term = _term(row[number] or "", row[column] or "")
                if term is not None:
                    yield term
    except csv.Error as problem:
        told = UNCLOSED if "end of data" in str(problem) else why_unread(problem)
        raise TermsError(f"CSV that cannot be read: {told}") from problem
