"""Writing and checking the two catalogues (``locale/id``, ``locale/en``) of the house."""

from pathlib import Path

import polib

from sentraki.config.texts import Text, collect, is_translated, placeholders, shelf

PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}


def _header(language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "SentraKI",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }


def build(language: str, texts: dict[tuple[str, str], Text], folder: Path) -> polib.POFile:
    """The catalogue of ``language``: every used text, with the wording on the shelf.

    English needs no wording (the id is English), only its plural forms written out.
    """
    known = shelf(folder).entries
    book = polib.POFile(wrapwidth=98)
    book.metadata = _header(language)
    for key in sorted(texts, key=lambda k: (k[1].casefold(), k[1], k[0])):
        text, entry = texts[key], known.get(key)
        fresh = polib.POEntry(
            msgid=text.msgid,
            msgid_plural=text.plural,
            msgctxt=text.context or None,
            occurrences=[(place.split(":")[0], "") for place in sorted(set(text.places))[:1]],
        )
        if language == "en":
            forms = {0: text.msgid, 1: text.plural}
            fresh.msgstr, fresh.msgstr_plural = text.msgid, forms if text.plural else {}
        elif entry is not None:
            fresh.msgstr, fresh.flags = entry.msgstr, entry.flags
            fresh.tcomment = entry.tcomment
        if language != "en" and text.plural:
            wording = entry.msgstr if entry is not None else ""
            fresh.msgstr_plural = (entry.msgstr_plural if entry else None) or {0: wording}
        book.append(fresh)
    return book


def used_texts(src: Path, folder: Path) -> dict[tuple[str, str], Text]:
    """Texts found in calls and templates, and shelf entries whose id stands in the code."""
    texts, constants = collect(src)
    for (context, msgid), entry in shelf(folder).entries.items():
        known = (context, msgid) in texts or not is_translated(entry)
        if not known and msgid in constants:
            texts[context, msgid] = Text(msgid, entry.msgid_plural, context, ["by name:0"])
    return texts


def write(root: Path, *, absorb: bool = False) -> None:
    """Write both ``django.po`` and ``django.mo``; ``absorb`` then removes the parts."""
    texts = used_texts(root / "src", root / "locale" / "id" / "LC_MESSAGES")
    for language in PLURALS:
        folder = root / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        book = build(language, texts, folder)
        book.save(str(folder / "django.po"))
        (folder / "django.mo").write_bytes(book.to_binary())
    if absorb:
        parts = root / "locale" / "id" / "LC_MESSAGES" / "parts"
        for part in parts.glob("*.po"):
            part.unlink()


def problems(root: Path) -> list[str]:
    """Everything that keeps the texts from being complete in both languages."""
    folder = root / "locale" / "id" / "LC_MESSAGES"
    texts, on_shelf = used_texts(root / "src", folder), shelf(folder)
    found = list(on_shelf.problems)
    for key, text in texts.items():
        entry, where = on_shelf.entries.get(key), text.places[0]
        if entry is None or not is_translated(entry):
            found.append(f"{where}: no Indonesian for: {text.msgid!r}")
            continue
        said = [entry.msgstr, *entry.msgstr_plural.values()]
        wanted = placeholders(text.msgid) | placeholders(text.plural)
        if set().union(*map(placeholders, said)) - wanted:
            found.append(f"{where}: placeholders differ: {text.msgid!r}")
    unused = [key for key in on_shelf.entries if key not in texts]
    found += [f"no longer used: {msgid!r}" for _, msgid in unused]
    for language in PLURALS:
        place = root / "locale" / language / "LC_MESSAGES"
        book = build(language, texts, place)
        for name, content in (("po", str(book).encode()), ("mo", book.to_binary())):
            path = place / f"django.{name}"
            present = path.read_bytes().strip() if path.exists() else b""
            if present != content.strip():
                found.append(f"{path.relative_to(root)} is stale; run ./sentraki texts")
    return found
