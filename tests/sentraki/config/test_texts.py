"""Every text is found, wherever it stands, and a missing wording is named."""

from pathlib import Path

import polib
import pytest

from sentraki.config import catalogues
from sentraki.config.texts import collect, in_python, in_template, placeholders


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("Send")', ("", "Send", "")),
        ('gettext_lazy("Send")', ("", "Send", "")),
        ('translation.gettext("Send")', ("", "Send", "")),
        ('pgettext("case status", "Filed")', ("case status", "Filed", "")),
        ('ngettext("%(n)s row", "%(n)s rows", n)', ("", "%(n)s row", "%(n)s rows")),
        ('_("One " "sentence.")', ("", "One sentence.", "")),
        ('raise Invalid("Not so.", name="x")', ("", "Not so.", "")),
        ('row("case.view", PUBLIC, reason="No.")', ("", "No.", "")),
        ('Invalid("", fields={"nik": "A NIK has 16 digits."})', ("", "A NIK has 16 digits.", "")),
    ],
)
def test_a_text_in_python_is_found(code: str, found: tuple[str, str, str]) -> None:
    texts = [(t.context, t.msgid, t.plural) for t, _ in in_python(code)]
    assert texts == [found]


def test_a_variable_is_no_text() -> None:
    assert list(in_python("_(reason)\n_(f'{x}')\n_('')")) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('{% translate "Send" %}', ("", "Send", "")),
        ('{% translate "May" context "month" %}', ("month", "May", "")),
        (
            "{% blocktranslate trimmed %}\n  One\n  line\n{% endblocktranslate %}",
            ("", "One line", ""),
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} row{% plural %}"
            "{{ n }} rows{% endblocktranslate %}",
            ("", "%(n)s row", "%(n)s rows"),
        ),
        ('<c-x label="{% translate "He said (so)" %}" />', ("", "He said (so)", "")),
        ("{{ _('It is \"so\"') }}", ("", 'It is "so"', "")),
    ],
)
def test_a_text_in_a_template_is_found(page: str, found: tuple[str, str, str]) -> None:
    assert [(t.context, t.msgid, t.plural) for t, _ in in_template(page)] == [found]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A tiny house: one module, one part of the Indonesian texts."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "room.py").write_text('a = _("Send %(n)s")\nREASON = "No."\n', "utf-8")
    parts = tmp_path / "locale" / "id" / "LC_MESSAGES" / "parts"
    parts.mkdir(parents=True)
    book = polib.POFile()
    book.append(polib.POEntry(msgid="Send %(n)s", msgstr="Kirim %(n)s"))
    book.append(polib.POEntry(msgid="No.", msgstr="Tidak."))
    book.save(str(parts / "room.po"))
    return tmp_path


def test_written_texts_are_complete(house: Path) -> None:
    catalogues.write(house)
    assert catalogues.problems(house) == []
    compiled = polib.mofile(str(house / "locale/id/LC_MESSAGES/django.mo"))
    assert {e.msgid: e.msgstr for e in compiled} == {"Send %(n)s": "Kirim %(n)s", "No.": "Tidak."}


def test_absorbed_parts_leave_the_same_texts(house: Path) -> None:
    catalogues.write(house, absorb=True)
    assert list((house / "locale/id/LC_MESSAGES/parts").iterdir()) == []
    assert catalogues.problems(house) == []


def test_a_missing_wording_is_named(house: Path) -> None:
    with (house / "src" / "room.py").open("a", encoding="utf-8") as file:
        file.write('b = _("New")\n')
    catalogues.write(house)
    assert catalogues.problems(house) == ["room.py:3: no Indonesian for: 'New'"]


def test_an_unused_wording_is_named(house: Path) -> None:
    (house / "src" / "room.py").write_text('a = _("Send %(n)s")\n', "utf-8")
    catalogues.write(house)
    assert catalogues.problems(house) == ["no longer used: 'No.'"]


def test_a_stale_catalogue_is_named(house: Path) -> None:
    found = catalogues.problems(house)
    assert found[0] == "locale/id/LC_MESSAGES/django.po is stale; run ./sentraki texts"
    assert len(found) == 4


def test_parts_that_disagree_are_named(house: Path) -> None:
    book = polib.POFile()
    book.append(polib.POEntry(msgid="No.", msgstr="Bukan."))
    book.save(str(house / "locale/id/LC_MESSAGES/parts/other.po"))
    catalogues.write(house)
    assert catalogues.problems(house) == ["room.po: another part says it differently: No."]


def test_a_wording_with_an_unknown_place_is_named(house: Path) -> None:
    book = polib.POFile()
    book.append(polib.POEntry(msgid="Send %(n)s", msgstr="Kirim %(m)s"))
    book.append(polib.POEntry(msgid="No.", msgstr="Tidak."))
    book.save(str(house / "locale/id/LC_MESSAGES/parts/room.po"))
    catalogues.write(house)
    assert catalogues.problems(house) == ["room.py:1: placeholders differ: 'Send %(n)s'"]


def test_places_are_found_in_both_styles() -> None:
    assert placeholders("%(name)s {code} {} 100%") == {"%(name)s", "{code}", "{}"}


def test_migrations_hold_no_texts(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001.py").write_text('_("Old")', "utf-8")
    assert collect(tmp_path) == ({}, set())
