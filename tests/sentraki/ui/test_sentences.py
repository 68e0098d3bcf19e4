"""Django's stock errors name their field, in both languages; sentences of a form's own stay."""

import pytest
from django import forms
from django.utils import translation

from sentraki.ui.forms import Renderer

OWN = "Write what the applicant has to do."


class Asked(forms.Form):
    default_renderer = Renderer
    name = forms.CharField(label="Nama", max_length=5, min_length=2)
    day = forms.DateField(label="Tanggal")
    count = forms.IntegerField(label="Jumlah", min_value=1, max_value=9)
    mail = forms.EmailField(label="Surel")
    way = forms.ChoiceField(label="Lewat mana?", choices=[("a", "A")])
    own = forms.CharField(label="Sebab", error_messages={"required": OWN})


def said(language: str, **data: str) -> dict[str, list[str]]:
    """What a person reads at each field."""
    with translation.override(language):
        form = Asked(data)
        return {field.name: list(field.errors) for field in form if field.errors}


@pytest.mark.parametrize(
    ("field", "typed", "indonesian", "english"),
    [
        ("name", "", "Nama: belum diisi.", "Nama: not filled in yet."),
        (
            "name",
            "terlalu",
            "Nama: paling banyak 5 huruf. Sekarang 7.",
            "Nama: at most 5 characters. Now 7.",
        ),
        (
            "name",
            "x",
            "Nama: paling sedikit 2 huruf. Sekarang 1.",
            "Nama: at least 2 characters. Now 1.",
        ),
        (
            "name",
            "a\x00b",
            "Nama: satu tanda tidak terbaca. Tulis lagi.",
            "Nama: one sign cannot be read. Type it again.",
        ),
        (
            "day",
            "besok",
            "Tanggal: tulis tanggal, misalnya 2026-12-31.",
            "Tanggal: write a date, for example 2026-12-31.",
        ),
        ("count", "dua", "Jumlah: tulis angka.", "Jumlah: write a number in digits."),
        ("count", "12", "Jumlah: paling banyak 9.", "Jumlah: at most 9."),
        ("count", "0", "Jumlah: paling sedikit 1.", "Jumlah: at least 1."),
        (
            "mail",
            "entah",
            "Surel: tulis alamat surel, misalnya nama@contoh.id.",
            "Surel: write an e-mail address, for example nama@contoh.id.",
        ),
        (
            "way",
            "<i>lain</i>",
            "Lewat mana: pilih salah satu jawaban yang ada.",
            "Lewat mana: choose one of the answers shown.",
        ),
        ("own", "", OWN, OWN),
    ],
)
def test_the_sentence_names_the_field_and_what_to_do(field, typed, indonesian, english):
    assert said("id", **{field: typed})[field] == [indonesian]
    assert said("en", **{field: typed})[field] == [english]


def test_screen_readers_still_get_the_error_with_the_box():
    with translation.override("id"):
        html = Asked({"name": "terlalu"}).as_div()
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "Pastikan" not in html
