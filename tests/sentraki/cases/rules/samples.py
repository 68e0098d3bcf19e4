"""Dossiers invented for tests: one sound one, and many by a seed."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from sentraki.cases.rules.dossier import (
    Address,
    Applicant,
    CheckPoint,
    ClassGoods,
    DossierFacts,
    FeeScheme,
    MarkType,
    Paper,
)

NAMES = (
    "Ayu Lestari",
    "Budi Nur'aini",
    "Siti & Putra",
    "I Gusti Ngurah",
    "R.A. Kartini-Dewi",
    "Ujang",
)
WORDS = (
    "Kemplang", "Kriyuk", "Cik", "Ayu", "Senja", "Bumbu", "#Kopi", "*Asli*", "$Rasa$",
    "\\Rendang\\", '"Dapur"', "Mbok", "Nyonya", "Café", "Ñandú", "Żur", "O'Tak", "100%", "<Enak>",
    "@home", "_dua_",
)  # fmt: skip
TERMS = (
    "keripik singkong",
    "abon ikan",
    "kopi bubuk",
    "jasa katering",
    "kain batik; tulis",
    "sambal",
)


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 400)) -> bytes:
    """A small label: a ring on white."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((100, 60, 400, 340), outline="#a0522d", width=24)
    written = BytesIO()
    image.save(written, kind)
    return written.getvalue()


def paper(kind: str, mime: str = "application/pdf", **more: Any) -> Paper:
    """A paper of ``kind`` with a made-up hash."""
    digest = hashlib.sha256(kind.encode()).hexdigest()
    return Paper(
        **{"kind": kind, "label": kind, "mime": mime, "sha256": digest, "size": 2048} | more
    )


SOUND = DossierFacts(
    case_code="PLB-7K4M-2XQ9",
    office="Dinas Koperasi dan UKM Kota Contoh",
    made_on=date(2026, 9, 15),
    mark_type=MarkType.COMBINED,
    mark_name="Kemplang Cik Ayu",
    applicant=Applicant(
        name="Ayu Lestari",
        address=Address(
            street="Jalan Contoh 1, RT 01 RW 02",
            village="Kelurahan Contoh",
            district="Ilir Barat",
            city="Kota Contoh",
            province="Sumatera Selatan",
            postcode="30111",
        ),
        identity="0071026001010001",
        email="ayu@contoh.id",
        phone="+6281234567890",
    ),
    classes=(ClassGoods(29, ("kerupuk ikan", "abon ikan")),),
    scheme=FeeScheme.UMK,
    amount=500_000,
    papers=(
        paper("label", "image/jpeg"),
        paper("signature", "image/jpeg"),
        paper("umk-letter", dated_on=date(2026, 9, 1)),
        paper("umk-statement"),
        paper("ktp"),
    ),
    colours="Cokelat, putih",
    translation="Kemplang: kerupuk ikan",
    description="Lingkaran di atas tulisan",
    checklist=(CheckPoint("Label final", True), CheckPoint("PDKI sudah dicari", False, "besok")),
)


def some_words(random: Random, most: int) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(1, most)))


def invented(seed: int) -> DossierFacts:
    """A sound dossier full of chance; the same seed gives the same one."""
    random = Random(seed)
    classes = tuple(
        ClassGoods(number, tuple(random.sample(TERMS, random.randint(1, 4))))
        for number in sorted(random.sample(range(1, 46), random.randint(1, 3)))
    )
    is_collective = random.random() < 0.2
    scheme = random.choice(list(FeeScheme))
    mark_type = random.choice(list(MarkType))
    has_words = mark_type in (MarkType.WORD, MarkType.COMBINED) or random.random() < 0.5
    others = tuple(random.sample(NAMES, random.randint(0, 2)))
    more = [paper("collective-rules")] * is_collective
    more += [paper("consent-co-applicants")] * bool(others)
    return replace(
        SOUND,
        case_code=f"KI-{random.randrange(36**6):06d}",
        mark_type=mark_type,
        mark_name=some_words(random, 6) if has_words else "",
        applicant=replace(
            SOUND.applicant,
            name=random.choice(NAMES) if not is_collective else f"Koperasi {some_words(random, 3)}",
            is_body=is_collective,
            others=others,
            email=random.choice(["", "siapa.saja+merek@contoh.id"]),
            address=replace(
                SOUND.applicant.address,
                street=f"Jalan {some_words(random, 12)} {random.randrange(300)}",
                village=random.choice(["", "Desa Sukamaju"]),
                postcode=f"{random.randrange(10000, 99999)}",
            ),
        ),
        classes=classes,
        scheme=scheme,
        amount=(500_000 if scheme is FeeScheme.UMK else 1_800_000) * len(classes),
        papers=(*SOUND.papers, *more),
        significant=random.choice(["", some_words(random, 2)]) if has_words else "",
        colours=random.choice(["", "Merah, kuning & hijau"]),
        translation=random.choice(["", some_words(random, 10)]) if has_words else "",
        transliteration=random.choice(["", some_words(random, 3)]) if has_words else "",
        description=random.choice(["", "X" * 255, some_words(random, 20)[:255]]),
        disclaimer=random.choice(["", "Kata “asli” tidak dimintakan"]),
        is_collective=is_collective,
    )
