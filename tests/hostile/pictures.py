"""Pictures that carry words, scripts or places, lie about their size, or end too early."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image
from tests.hostile.building import (
    MARKER,
    SCRIPT,
    drawing,
    exif,
    gif_of_frames,
    jpeg_segment,
    jpeg_with,
    located,
    oriented,
    picture,
    png_chunk,
    png_of,
    png_with,
    zipped,
)
from tests.hostile.corpus import Hostile, cut, refuse, rewrite

PHP = b"<?php system($_GET['x']); /* " + MARKER + b" */ ?>"
SCRIPT_COMMENT = b"*/=1;alert('" + MARKER + b"');/*"


def files() -> Iterator[Hostile]:
    """All pictures."""
    yield from _jpegs()
    yield from _broken_exif()
    yield from _pngs()
    yield from _gifs_and_webps()
    yield from _sizes()
    yield from _cut_off()
    yield from _other_kinds()


def _jpegs() -> Iterator[Hostile]:
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + MARKER + b"</x:xmpmeta>"
    yield rewrite("jpeg-gps-owner", "ktp.jpg", located())
    yield rewrite("jpeg-comment", "a.jpg", jpeg_with(jpeg_segment(0xFE, MARKER)))
    yield rewrite("jpeg-comment-php", "a.php.jpg", jpeg_with(jpeg_segment(0xFE, PHP)))
    yield rewrite("jpeg-xmp", "a.jpg", jpeg_with(jpeg_segment(0xE1, xmp)))
    yield rewrite("jpeg-iptc", "a.jpg", jpeg_with(jpeg_segment(0xED, b"Photoshop 3.0\0" + MARKER)))
    yield rewrite(
        "jpeg-broken-profile", "a.jpg", jpeg_with(jpeg_segment(0xE2, b"ICC_PROFILE\0\1\1" + MARKER))
    )
    yield rewrite("jpeg-then-php", "a.jpg", jpeg_with(after=PHP))
    yield rewrite("jpeg-then-html", "a.html", jpeg_with(after=b"<html>" + SCRIPT))
    yield rewrite("jpeg-then-zip", "a.zip", jpeg_with(after=zipped({"a.html": SCRIPT})))
    yield rewrite("jpeg-then-jpeg", "a.jpg", jpeg_with(after=located()))
    yield rewrite("jpeg-cmyk", "a.jpg", picture("JPEG", "CMYK"))
    yield rewrite("jpeg-called-png", "a.png", picture("JPEG"))
    yield rewrite("jpeg-called-svg", "a.svg", jpeg_with(jpeg_segment(0xFE, SCRIPT)))
    for value in (0, 3, 5, 6, 8, 9, 65535):
        yield rewrite(f"jpeg-orientation-{value}", "a.jpg", oriented(value))
    yield rewrite("jpeg-two-pictures", "a.jpg", _two_pictures())
    yield rewrite("jpeg-many-scans", "a.jpg", _many_scans(400))


def _two_pictures() -> bytes:
    out = io.BytesIO()
    drawing().save(out, "MPO", save_all=True, append_images=[drawing()])
    return out.getvalue()


def _many_scans(times: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    data = picture("JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * times + data[-2:]


def _broken_exif() -> Iterator[Hostile]:
    def sent(slug: str, block: bytes) -> Hostile:
        return rewrite(slug, "a.jpg", jpeg_with(jpeg_segment(0xE1, block)))

    yield sent("exif-points-at-itself", exif([(0x8769, 4, 1, struct.pack("<I", 8))], 8))
    yield sent("exif-cut-off", exif([(0x0112, 3, 1, b"\6\0\0\0")])[:15])
    yield sent("exif-vast-count", exif([(0x010F, 2, 0xFFFFFFFF, b"\xff\xff\xff\xff")]))
    yield sent("exif-orientation-is-text", exif([(0x0112, 2, 4, MARKER[:4])]))
    yield sent("exif-thousand-entries", exif([(0x010E, 2, 4, MARKER[:4])] * 1000))
    yield sent("exif-no-header", b"Exif\0\0" + MARKER)


def _pngs() -> Iterator[Hostile]:
    bomb = zlib.compress(bytes(60_000_000), 9)
    yield rewrite("png-text", "a.png", png_with(png_chunk(b"tEXt", b"Comment\0" + MARKER)))
    yield rewrite(
        "png-utf8-text",
        "a.png",
        png_with(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MARKER)),
    )
    yield rewrite("png-exif", "a.png", png_with(png_chunk(b"eXIf", located()[30:400])))
    yield refuse("png-text-bomb", "a.png", png_with(png_chunk(b"zTXt", b"Comment\0\0" + bomb)))
    yield refuse("png-profile-bomb", "a.png", png_with(png_chunk(b"iCCP", b"p\0\0" + bomb)))
    yield rewrite("png-own-chunk", "a.png", png_with(png_chunk(b"prVt", SCRIPT)))
    yield rewrite("png-then-html", "a.html", png_with(after=SCRIPT))
    yield rewrite("png-then-php", "a.png", png_with(after=PHP))
    yield rewrite("png-transparent", "a.png", picture("PNG", "RGBA", compress_level=1))
    yield rewrite("png-sixteen-bit", "a.png", picture("PNG", "I;16"))
    yield rewrite("png-palette", "a.png", picture("PNG", "P", transparency=0))
    yield rewrite("png-animated", "a.png", _animation("PNG"))
    good = picture("PNG")
    yield refuse("png-wrong-checksum", "a.png", good[:29] + b"\0\0\0\0" + good[33:])
    yield refuse("png-no-rows", "a.png", good[:33] + png_chunk(b"IEND", b""))
    yield refuse("png-no-width", "a.png", png_of(0, 10))
    yield refuse("png-bad-depth", "a.png", png_of(10, 10, depth=7))
    yield rewrite("png-chunk-too-long", "a.png", good[:33] + b"\xff\xff\xff\xffIDAT" + good[41:])


def _animation(form: str, frames: int = 30) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("RGB", (80, 60), (number * 8, 80, 90)) for number in range(frames)]
    pictures[0].save(out, form, save_all=True, append_images=pictures[1:], duration=20)
    return out.getvalue()


def _gifs_and_webps() -> Iterator[Hostile]:
    comment = b"\x21\xfe" + bytes([len(MARKER)]) + MARKER + b"\0"
    gif = picture("GIF", "P")
    start = 13 + (3 << (gif[10] & 7) + 1)
    yield rewrite("gif-comment", "a.gif", gif[:start] + comment + gif[start:])
    # Width 0x2a2f ("/*") opens a comment in JavaScript that the end closes.
    yield rewrite("gif-javascript", "a.js", b"GIF89a/*\x10\0\0\0\0" + gif[13:] + SCRIPT_COMMENT)
    yield rewrite("gif-then-script", "a.gif", gif + SCRIPT_COMMENT)
    yield rewrite("gif-five-thousand-frames", "a.gif", gif_of_frames(5000))
    yield refuse("gif-frame-outside", "a.gif", _gif_frame_outside())
    yield rewrite("webp-exif", "a.webp", picture("WEBP", exif=located()[6:400]))
    yield rewrite("webp-xmp", "a.webp", picture("WEBP", xmp=b"<x>" + MARKER + b"</x>"))
    yield rewrite("webp-transparent", "a.webp", picture("WEBP", "RGBA"))
    yield rewrite("webp-animated", "a.webp", _animation("WEBP"))
    yield refuse("webp-no-content", "a.webp", b"RIFF\x10\0\0\0WEBPVP8 \x04\0\0\0\0\0\0\0")
    yield refuse("webp-wrong-length", "a.webp", b"RIFF\xff\xff\xff\xffWEBPVP8L" + b"\xff" * 40)


def _gif_frame_outside() -> bytes:
    data = bytearray(gif_of_frames(2))
    place = data.index(b"\x2c", 21)
    data[place + 1 : place + 9] = struct.pack("<HHHH", 60, 60, 40, 40)
    return bytes(data)


def _sizes() -> Iterator[Hostile]:
    webp = struct.pack("<I", (16383 - 1) | (16383 - 1) << 14)
    yield refuse("png-30000-square", "a.png", _thirty_thousand_square)
    yield refuse("png-largest-claim", "a.png", png_of(2**31 - 1, 2**31 - 1))
    yield refuse("png-one-long-row", "a.png", png_of(2**31 - 1, 1))
    yield refuse("png-25-megapixels", "a.png", lambda: picture("PNG", "L", (5001, 5001)))
    yield refuse("gif-largest-canvas", "a.gif", gif_of_frames(3, size=(65535, 65535)))
    yield refuse("jpeg-largest-claim", "a.jpg", _jpeg_claiming(65535, 65535))
    yield refuse("jpeg-no-height", "a.jpg", _jpeg_claiming(100, 0))
    yield refuse(
        "webp-largest-claim",
        "a.webp",
        b"RIFF\x20\0\0\0WEBPVP8L\x14\0\0\0\x2f" + webp + bytes(15),
    )
    yield refuse("jpeg-beyond-the-limit", "a.jpg", jpeg_with(after=bytes(15_000_001)))
    yield rewrite("jpeg-mostly-padding", "a.jpg", jpeg_with(after=bytes(12_000_000)))


def _thirty_thousand_square() -> bytes:
    rows = zlib.compress(bytes((30_000 // 8 + 1) * 30_000), 9)
    return png_of(30_000, 30_000, rows=rows)


def _jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(picture("JPEG"))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _cut_off() -> Iterator[Hostile]:
    yield from cut("jpeg", "a.jpg", picture("JPEG"))
    yield from cut("png", "a.png", picture("PNG"), kept="5")
    yield from cut("gif", "a.gif", picture("GIF", "P"), kept="5")
    yield from cut("webp", "a.webp", picture("WEBP"))


def _other_kinds() -> Iterator[Hostile]:
    for form, extension in (("BMP", "bmp"), ("TIFF", "tiff"), ("ICO", "ico"), ("TGA", "tga")):
        yield refuse(f"picture-{extension}", f"a.{extension}", picture(form))
    yield refuse("picture-jpeg-2000", "a.jp2", picture("JPEG2000"))
    yield refuse("picture-pcx-called-jpg", "a.jpg", picture("PCX"))
    yield refuse("picture-postscript", "a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd)(r)file\n")
    yield refuse("picture-photoshop", "a.psd", b"8BPS\0\1" + bytes(200))
    yield refuse("picture-heic", "a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))
    yield refuse("picture-avif", "a.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(200))
    yield refuse("picture-wmf", "a.wmf", b"\xd7\xcd\xc6\x9a" + bytes(200))
