"""Answering DJKI: which letters are answered how, and what may still be missing."""

from dataclasses import dataclass
from enum import StrEnum

from sentraki.cases.rules.filing_flow import FilingStatus


class ReplyKind(StrEnum):
    """What an answer is; the value is the code of the time limit it keeps."""

    RESPONSE = "response"
    COUNTER = "counter-statement"
    APPEAL = "appeal"


KIND_OF = {
    FilingStatus.PROV_REFUSAL: ReplyKind.RESPONSE,
    FilingStatus.OPPOSED: ReplyKind.COUNTER,
    FilingStatus.REFUSED: ReplyKind.APPEAL,
}
# What the paper is called and who reads it; the law's own words (UU 20/2016 Pasal 17, 24, 29).
TITLES = {
    ReplyKind.RESPONSE: "Tanggapan atas usulan penolakan",
    ReplyKind.COUNTER: "Sanggahan atas keberatan",
    ReplyKind.APPEAL: "Permohonan banding",
}
READERS = {
    ReplyKind.RESPONSE: "Direktur Jenderal Kekayaan Intelektual c.q. Direktur Merek dan Indikasi"
    " Geografis, Jakarta",
    ReplyKind.COUNTER: "Direktur Jenderal Kekayaan Intelektual c.q. Direktur Merek dan Indikasi"
    " Geografis, Jakarta",
    ReplyKind.APPEAL: "Ketua Komisi Banding Merek, Jakarta",
}
ANY = "any"


@dataclass(frozen=True)
class Block:
    """A row of ``data/answer_blocks.csv``: wording for one article, with ``[gaps]`` to fill.

    ``exhibits``: kinds of evidence that go with it.
    """

    key: str
    ground: str
    heading: str
    text: str
    exhibits: frozenset[str]
    source: str
    confidence: str
    notice: str


@dataclass(frozen=True)
class Exhibit:
    """Something the office holds that may be attached: its code, kind, and line in the list."""

    code: str
    kind: str
    line: str


@dataclass(frozen=True)
class Known:
    """What fills the places of a block."""

    mark: str
    classes: str
    goods: str
    office: str
    cited: str

    def fill(self, block: Block) -> str:
        """The block's wording for this mark; unknown facts stay gaps."""
        values = {
            "mark": self.mark,
            "classes": self.classes or "[kelas]",
            "goods": self.goods or "[barang/jasa]",
            "office": self.office,
            "cited": self.cited or "[merek pembanding]",
        }
        text = block.text
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text


def matches(ground: str, named: str) -> bool:
    """Whether a block for ``ground`` answers a point that names ``named``.

    An article named without its letter is answered by every block below it, and the other way
    round: ``21-1`` and ``21-1-a`` belong together, ``20-a`` and ``20-b`` do not.
    """
    return ground == named or ground.startswith(f"{named}-") or named.startswith(f"{ground}-")
