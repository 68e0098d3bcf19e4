"""Pages, drawings and programs that pretend to be pictures, and plain text in odd shapes."""

from collections.abc import Iterator

from tests.hostile.building import MARKER, SCRIPT
from tests.hostile.corpus import Hostile, refuse

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + n, *[97 + n] * 10)
        for n in range(12)
    )
    + b"]>"
)


def files() -> Iterator[Hostile]:
    """All texts and programs."""
    yield from _drawings()
    yield from _pages()
    yield from _programs()
    yield refuse("empty", "a.jpg", b"")
    yield refuse("one-byte", "a.jpg", b"\xff")
    yield refuse("only-nulls", "a.jpg", bytes(100_000))
    yield refuse("huge-text", "a.jpg", b"kata " * 2_900_000)
    yield refuse("one-long-word", "a.pdf", b"x" * 5_000_000)
    yield refuse("text-with-nulls", "a.csv", b"a,b\0c\n" * 1000)
    yield refuse("csv-called-jpg", "a.jpg", b"Nama,NIK\nKopi,3374010101010001\n")
    yield refuse("csv-with-formulas", "a.csv", b"Nama\n=cmd|' /C calc'!A1\n")


def _drawings() -> Iterator[Hostile]:
    for slug, inner in {
        "script": SCRIPT,
        "onload": b'<g onload="alert(1)"/>',
        "foreign": b"<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>" + SCRIPT,
        "use": b'<use xlink:href="data:image/svg+xml;base64,PHN2Zz4=#x"/>',
        "style": b"<style>@import url(http://127.0.0.1:1/x.css);</style>",
        "picture": b'<image xlink:href="file:///etc/passwd"/>',
        "animate": b'<animate attributeName="href" values="javascript:alert(1)"/>',
    }.items():
        yield refuse(f"svg-{slug}", "logo.svg", SVG + inner + b"</svg>")
        yield refuse(f"svg-{slug}-called-jpg", "logo.jpg", b'<?xml version="1.0"?>' + SVG + inner)
    yield refuse("svg-laughs", "logo.svg", LAUGHS + SVG + b"<text>&m;</text></svg>")
    yield refuse("svg-wide", "logo.png", (SVG + SCRIPT).decode().encode("utf-16"))
    yield refuse("svg-gzip", "logo.svgz", b"\x1f\x8b\x08\0\0\0\0\0\0\3" + bytes(50))


def _pages() -> Iterator[Hostile]:
    yield refuse("html-called-jpg", "a.jpg", b"<!DOCTYPE html><html>" + SCRIPT)
    yield refuse("html-spaces-first", "a.jpg", b" \r\n\t" * 200 + b"<html>" + SCRIPT)
    yield refuse("html-mark-first", "a.png", b"\xef\xbb\xbf<html>" + SCRIPT)
    yield refuse("html-wide", "a.pdf", ("<html>" + SCRIPT.decode()).encode("utf-16"))
    yield refuse("html-seven-bit", "a.jpg", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-")
    yield refuse("html-comment-first", "a.gif", b"<!-- GIF89a --><body>" + SCRIPT)
    yield refuse("mhtml", "a.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT)
    yield refuse("xml-laughs", "a.xml", LAUGHS + b"<x>&m;</x>")
    yield refuse(
        "xml-outside",
        "a.xml",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    )
    yield refuse("xslt", "a.xsl", b'<xsl:stylesheet version="1.0"><xsl:template match="/"/>')


def _programs() -> Iterator[Hostile]:
    yield refuse("php", "a.jpg.php", b"<?php echo 1; // " + MARKER)
    yield refuse("shell", "a.sh", b"#!/bin/sh\nrm -rf /\n")
    yield refuse("javascript", "a.js", b"alert('" + MARKER + b"')")
    yield refuse("program-windows", "a.jpg", b"MZ\x90\0" + bytes(500))
    yield refuse("program-linux", "a.jpg", b"\x7fELF\2\1\1" + bytes(500))
    yield refuse("shortcut", "a.lnk", b"L\0\0\0\1\x14\2\0" + bytes(100))
    yield refuse("flash", "a.swf", b"FWS\x0a" + bytes(100))
    yield refuse("database", "a.jpg", b"SQLite format 3\0" + bytes(500))
    yield refuse("film", "a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(200))
    yield refuse("font", "a.woff2", b"wOF2\0\1\0\0" + bytes(200))
