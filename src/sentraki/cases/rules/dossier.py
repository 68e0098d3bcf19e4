"""The dossier: facts of one application before filing, its numbered files, manifest and package.

The facts are the one record from which letter, XML, PDF and copy sheet are made, so that they
cannot contradict each other.
"""

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any


class MarkType(StrEnum):
    """The six types of mark of DJKI's form (state 2021, "belum dikonfirmasi")."""

    WORD = "word"
    FIGURATIVE = "figurative"
    COMBINED = "combined"
    THREE_D = "three-dimensional"
    SOUND = "sound"
    HOLOGRAM = "hologram"


class FeeScheme(StrEnum):
    """Whose tariff is paid: that of micro and small businesses, or everybody else's."""

    UMK = "umk"
    GENERAL = "umum"


MARK_TYPE_LABELS: Mapping[MarkType, str] = {
    MarkType.WORD: "Merek Kata",
    MarkType.FIGURATIVE: "Merek Lukisan",
    MarkType.COMBINED: "Merek Kata dan Lukisan",
    MarkType.THREE_D: "Merek Tiga Dimensi",
    MarkType.SOUND: "Merek Suara",
    MarkType.HOLOGRAM: "Merek Hologram",
}
NO_TRANSLATION = "-"
"""The translation of a mark without foreign words: the form's box *Tidak Ada Terjemahan*."""
FIRST_SERVICE_CLASS = 35
LAST_CLASS = 45
EARLIEST_IN_ZIP = datetime(1980, 1, 1, tzinfo=UTC)
_ZIP_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
# Kinds of papers in the order they are numbered: code of the requirement, stem of the file's name.
PAPER_ORDER: Mapping[str, str] = {
    "label": "etiket",
    "signature": "tanda_tangan",
    "umk-letter": "surat_rekomendasi",
    "umk-statement": "surat_pernyataan_umk",
    "ktp": "ktp",
    "deed": "akta",
    "nib": "nib",
    "collective-rules": "ketentuan_penggunaan",
    "consent-third-party": "persetujuan_nama",
    "consent-co-applicants": "persetujuan_pemohon_lain",
    "translation": "terjemahan",
    "power-of-attorney": "surat_kuasa",
}


@dataclass(frozen=True)
class Address:
    """An address split as the form wants it: ``street`` never repeats what has its own field."""

    street: str
    village: str = ""
    district: str = ""
    city: str = ""
    province: str = ""
    postcode: str = ""
    country: str = "ID"

    @property
    def short(self) -> str:
        """Street and village: the form's *Alamat*, without district, city, province, postcode."""
        return ", ".join(part for part in (self.street, self.village) if part)

    @property
    def full(self) -> str:
        """The whole address in one line, as letters write it."""
        named = (self.short, self.district and f"Kecamatan {self.district}", self.city)
        ended = f"{self.province} {self.postcode}".strip()
        return ", ".join(part for part in (*named, ended) if part)


@dataclass(frozen=True)
class Applicant:
    """Who applies. ``identity`` is the NIK of a person, the deed or NIB of a body."""

    name: str
    address: Address
    is_body: bool = False
    identity: str = ""
    nationality: str = "ID"
    email: str = ""
    phone: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassGoods:
    """One Nice class and the terms chosen in it."""

    number: int
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """One attached file: ``kind`` is the code of its requirement, ``size`` in bytes."""

    kind: str
    label: str
    mime: str
    sha256: str
    size: int
    dated_on: date | None = None


@dataclass(frozen=True)
class CheckPoint:
    """One line of the checklist before filing."""

    label: str
    done: bool
    note: str = ""


@dataclass(frozen=True)
class DossierFacts:
    """Everything one application says. ``registration_office`` is the code of WIPO ST.3."""

    case_code: str
    office: str
    made_on: date
    mark_type: MarkType
    mark_name: str
    applicant: Applicant
    classes: tuple[ClassGoods, ...]
    scheme: FeeScheme
    amount: int
    papers: tuple[Paper, ...]
    registration_office: str = "ID"
    significant: str = ""
    description: str = ""
    colours: str = ""
    translation: str = ""
    transliteration: str = ""
    disclaimer: str = ""
    is_collective: bool = False
    checklist: tuple[CheckPoint, ...] = ()

    @property
    def foreign_words(self) -> str:
        """The translation, empty when the mark is said to have no foreign words."""
        return "" if self.translation == NO_TRANSLATION else self.translation

    @property
    def label(self) -> Paper | None:
        """The picture of the mark."""
        return self.paper("label")

    @property
    def is_for_goods(self) -> bool:
        """Whether a class of goods (1-34) is named."""
        return any(chosen.number < FIRST_SERVICE_CLASS for chosen in self.classes)

    @property
    def is_for_services(self) -> bool:
        """Whether a class of services (35-45) is named."""
        return any(chosen.number >= FIRST_SERVICE_CLASS for chosen in self.classes)

    @property
    def application_type(self) -> str:
        """The form's *Tipe Permohonan*."""
        if self.is_collective:
            return "Merek Kolektif"
        if self.is_for_goods and self.is_for_services:
            return "Merek Dagang & Jasa"
        return "Merek Jasa" if self.is_for_services else "Merek Dagang"

    @property
    def scheme_label(self) -> str:
        """The form's *Jenis Permohonan*."""
        return "UMKM" if self.scheme is FeeScheme.UMK else "Non UMKM"

    @property
    def form_name(self) -> str:
        """Type and tariff in one line."""
        return f"{self.application_type} - {self.scheme_label}"

    def paper(self, kind: str) -> Paper | None:
        """The first paper of ``kind``."""
        return next((paper for paper in self.papers if paper.kind == kind), None)


def numbered(facts: DossierFacts) -> list[tuple[str, Paper]]:
    """The papers with the names they get in the package: ``01_etiket.jpg``, ``02_…``.

    Order of :data:`PAPER_ORDER`; unknown kinds follow by their own code.
    """
    order = list(PAPER_ORDER)
    known = [paper for kind in order for paper in facts.papers if paper.kind == kind]
    rest = [paper for paper in facts.papers if paper.kind not in PAPER_ORDER]
    return [
        (f"{number:02d}_{_stem(paper.kind)}.{_EXTENSIONS.get(paper.mime, 'bin')}", paper)
        for number, paper in enumerate([*known, *rest], start=1)
    ]


def _stem(kind: str) -> str:
    return PAPER_ORDER.get(kind) or re.sub(r"[^a-z0-9]+", "_", kind.lower()).strip("_") or "lain"


def manifest(facts: DossierFacts, made: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """What lies in the package, with SHA-256 and size of each file (JSON values).

    ``made`` are the files written for the dossier itself (XML, PDF) by name.
    """
    files = [
        {
            "name": name,
            "kind": paper.kind,
            "mime": paper.mime,
            "bytes": paper.size,
            "sha256": paper.sha256,
        }
        for name, paper in numbered(facts)
    ]
    files += [
        {
            "name": name,
            "kind": "dossier",
            "mime": "application/xml" if name.endswith(".xml") else "application/pdf",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in sorted((made or {}).items())
    ]
    return {
        "format": "sentraki-dossier/1",
        "case": facts.case_code,
        "office": facts.office,
        "made_on": facts.made_on.isoformat(),
        "files": files,
    }


def build_zip(files: Mapping[str, bytes], stamp: datetime) -> bytes:
    """One package of ``files``, sorted by name; the same arguments give the same bytes.

    ``stamp`` (aware) is written as UTC, not before 1980. Raises ``ValueError`` for a name with a
    path in it or a naive ``stamp``.
    """
    if stamp.tzinfo is None:
        raise ValueError("the time of packing needs a zone")
    moment = max(stamp.astimezone(UTC), EARLIEST_IN_ZIP)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            if not _ZIP_NAME.fullmatch(name):
                raise ValueError(f"not a name for a file in a package: {name}")
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()
