import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.hostile.building import MARKER, jpeg_segment, jpeg_with, located, picture

from sentraki.ledger.uploads.inside.jpeg import bare_jpeg


def test_the_picture_stays_and_the_remarks_go():
    sent = located()

    bare = bare_jpeg(sent)

    assert MARKER not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()


def test_the_colour_transform_of_a_print_picture_stays():
    bare = bare_jpeg(picture("JPEG", "CMYK"))

    assert b"Adobe" in bare
    assert Image.open(io.BytesIO(bare)).mode == "CMYK"


@given(st.integers(0xE0, 0xEF) | st.just(0xFE), st.sampled_from([b"", b"JFIF\0", b"Adobe"]))
def test_no_segment_smuggles_words(marker, start):
    segment = jpeg_segment(marker, start + bytes(12) + MARKER)

    assert MARKER not in bare_jpeg(jpeg_with(segment))


def test_a_progressive_picture_keeps_all_its_scans():
    sent = picture("JPEG", progressive=True, size=(400, 300))
    remark = jpeg_segment(0xFE, MARKER)
    between = sent.rindex(b"\xff\xda")

    bare = bare_jpeg(sent[:between] + remark + sent[between:] + MARKER)

    assert MARKER not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1", b"\xff\xd8abc", b"GIF89a"])
def test_what_is_no_jpeg_is_an_error(data):
    with pytest.raises(ValueError, match=r"."):
        bare_jpeg(data)


@given(st.binary(max_size=200))
def test_any_bytes_behind_the_start_end_well_or_in_an_error(rest):
    try:
        bare = bare_jpeg(b"\xff\xd8" + rest)
    except ValueError:
        return
    assert bare.endswith(b"\xff\xd9")
