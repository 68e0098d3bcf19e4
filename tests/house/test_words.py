"""Both languages are complete, and neither promises what the house cannot know."""

import re
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation import templatize
from tests.house.walls import HOUSE, ROOT, SRC, short, templates

from sentraki.config.texts import collect
from sentraki.ledger import letters, messages

# Words that never appear as a result (docs: the house's voice, section 1).
NEVER_INDONESIAN = re.compile(
    r"\b(aman|bebas|pasti|dijamin|peluang diterima|persen diterima|ditolak sistem|"
    r"gagal verifikasi|tanda tangan elektronik)\b",
    re.IGNORECASE,
)
NEVER_ENGLISH = re.compile(r"\b(safe|clear|available|guaranteed|approved by system)\b", re.I)
# Whole sentences in which such a word does not speak about a result, with the reason.
HARMLESS = {
    "Clear and draw again": "the verb: wipes a drawing",
    "Clear selection": "the verb: unticks rows",
    "A plain background makes the label clear. Cut away hands, tables and shelves.": "a photograph",
    "not clear yet": "an answer that is still open",
    "%(n)s dari %(m)s sudah ada. Urutannya bebas, dan Anda boleh melanjutkan nanti.": "an order",
    (
        "Stempel ini keterangan dari pemerintah daerah. "
        "Stempel bukan sertifikat DJKI dan bukan tanda tangan elektronik."
    ): "says what the seal is not",
}
INDONESIAN_WORD = re.compile(
    r"\b(yang|dan|untuk|tidak|dengan|dari|belum|sudah|kami|berkas|permohonan|petugas)\b", re.I
)
# Names that stay Indonesian in English sentences.
NAMES = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
LETTERS = re.compile(r"[^\W\d_]{3,}")
# Words a template may show without translation: names, not notions.
PROPER = frozenset(
    {"SentraKI", "DJKI", "NIB", "NIK", "KBLI", "PDF", "CSV", "XLSX", "ZIP", "XML", "QR", "WIB"}
    | {"WhatsApp", "SHA", "Bahasa", "Indonesia", "English", "API", "JSON", "docx", "Word", "PNG"}
)
ENTITY = re.compile(r"&\w+;")
TAG = re.compile(r"<!--.*?-->|<script\b.*?</script>|<[^>]*>", re.S)
ATTRIBUTE = re.compile(r"\s[\w:-]+=\"[^\"]*\"")


def po(language: str) -> polib.POFile:
    """The catalogue of one language."""
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def wordings(entry: polib.POEntry) -> list[str]:
    """Every form an entry may take on screen."""
    return [entry.msgstr, *entry.msgstr_plural.values()]


def spoken(suffix: str) -> list[tuple[Path, str]]:
    """The texts of messages in one language."""
    return [(p, p.read_text("utf-8")) for p in sorted(HOUSE.rglob(f"messages/*.{suffix}.txt"))]


def without_quota(text: str) -> str:
    """“Masih bebas” is said of places in a quota, which are counted."""
    return re.sub(r"masih bebas", "", text, flags=re.I)


def test_indonesian_never_promises() -> None:
    texts = [("catalogue", text) for entry in po("id") for text in wordings(entry)]
    texts += [(short(path), text) for path, text in spoken("id")]
    found = [
        (place, text)
        for place, text in texts
        if NEVER_INDONESIAN.search(without_quota(text)) and text not in HARMLESS
    ]
    assert found == []


def test_english_never_promises() -> None:
    texts = [(entry.msgid, entry.msgid) for entry in po("en")]
    texts += [(short(path), text) for path, text in spoken("en")]
    assert [
        pair for pair in texts if NEVER_ENGLISH.search(pair[1]) and pair[1] not in HARMLESS
    ] == []


def test_every_text_id_is_english() -> None:
    texts, _ = collect(SRC)
    strangers = [
        f"{text.places[0]}: {text.msgid}"
        for text in texts.values()
        if INDONESIAN_WORD.search(NAMES.sub("", text.msgid))
    ]
    assert strangers == []


def shown_bare(source: str) -> list[str]:
    """Words a template shows as they stand, past translation."""
    found, inside = [], ""
    pieces = []
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            verb = token.split_contents()[0]
            if verb in ("blocktranslate", "comment", "verbatim"):
                inside = f"end{verb}"
            elif verb == inside:
                inside = ""
        elif token.token_type == TokenType.TEXT and not inside:
            pieces.append(token.contents)
        if token.token_type != TokenType.TEXT:
            pieces.append("\x00")
    text = ENTITY.sub(" ", ATTRIBUTE.sub(" ", TAG.sub(" ", "".join(pieces))))
    found += [word for word in LETTERS.findall(text) if word not in PROPER]
    return found


@pytest.mark.parametrize("path", templates(), ids=short)
def test_a_page_shows_no_word_past_translation(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert templatize(source) is not None
    assert shown_bare(source) == []


def test_every_message_speaks_both_languages() -> None:
    for kind in messages.kinds():
        for part in messages.PARTS:
            texts = [messages.text_of(kind.slug, part, lang) for lang in messages.LANGUAGES]
            assert len(set(texts)) == 2, f"{kind.slug}.{part} says the same in both languages"


def test_no_message_text_lies_around_undeclared() -> None:
    declared = {kind.slug for kind in messages.kinds()}
    texts = [path for path in HOUSE.rglob("messages/*.txt") if "templates" not in path.parts]
    slugs = {path.name.split(".")[0] for path in texts}
    assert slugs - declared == set()


def test_every_letter_kind_has_both_titles_and_a_sample() -> None:
    for kind in letters.kinds():
        assert kind.title_id
        assert kind.title_en
        assert kind.sample, f"{kind.slug} has no sample"
