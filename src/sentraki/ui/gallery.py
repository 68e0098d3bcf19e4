"""Every component, in every state, for eyes, axe and screenshots; debug and tests only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sentraki.ui.forms import (
    CameraInput,
    ChoiceRows,
    DateInput,
    DigitsInput,
    ManyRows,
    PhoneInput,
    SecretTextInput,
)
from sentraki.ui.gallery_words import SENTENCES


@dataclass(frozen=True)
class SampleOffice:
    """An office that is nowhere, for the header."""

    name: str = "Kota Contoh"
    unit: str = "Dinas Contoh"
    slug: str = "contoh"
    colour: str = ""
    zone: str = "WIB"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nama merek", help_text="Tulis seperti di kemasan Anda.",
                           widget=SecretTextInput)  # fmt: skip
    nik = forms.RegexField(
        r"^\d{16}$",
        label="NIK",
        help_text="16 angka, seperti di KTP.",
        widget=DigitsInput,
        error_messages={"invalid": "NIK berisi 16 angka. Yang Anda tulis 9 angka."},
    )
    phone = forms.CharField(label="Nomor HP", widget=PhoneInput)
    started = forms.DateField(label="Mulai usaha", widget=DateInput, required=False)
    story = forms.CharField(label="Cerita usaha", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Kecamatan", choices=[("", "Pilih"), ("1", "Ilir Barat I")])
    kind = forms.ChoiceField(
        label="Jenis merek",
        choices=[("word", "Merek kata"), ("both", "Merek kata dan lukisan")],
        widget=ChoiceRows(hints={"both": "Nama dan gambar dilindungi bersama."}),
    )
    classes = forms.MultipleChoiceField(
        label="Kelas yang cocok",
        help_text="Kelas adalah golongan barang atau jasa.",
        choices=[("30", "Kelas 30: kue, roti, kopi"), ("35", "Kelas 35: toko")],
        widget=ManyRows,
        required=False,
    )
    card = forms.FileField(label="KTP", widget=CameraInput, required=False)
    agree = forms.BooleanField(label="Saya setuju nama usaha saya ditampilkan setelah terdaftar.",
                               required=False)  # fmt: skip


def sample_context() -> dict[str, Any]:
    """Sample values of every component's attributes; invented people, marks and numbers."""
    page = Paginator(range(67), 25).page(2)
    typed = {"name": "Sari Legi", "nik": "3522 1508 9", "kind": "both", "classes": ["30"]}
    return {
        "office": SampleOffice(),
        "own_office": SampleOffice(),
        "sample": SampleForm(typed),
        "page": page,
        "left": [("SARI", True), (" ", False), ("LEGI", True)],
        "right": [("SARILEGI", True), ("T", False)],
        "because": [
            ("Tulisan", "8 dari 9 huruf sama dan urutannya sama."),
            ("Bunyi", "Hanya bunyi akhir yang berbeda."),
            ("Merek itu", "IDM000000417 (contoh).", "https://pdki-indonesia.dgip.go.id/", "PDKI"),
        ],
        "variants": [("Anglegi", 1), ("Legiro", 2)],
        "by": date(2026, 6, 17),
        "legal": date(2026, 7, 2),
        "journey": [
            {"state": "done", "title": "Berkas Anda diterima lengkap", "note": "8 September 2025"},
            {"state": "done", "title": "Surat rekomendasi terbit", "url": "#", "link": "Unduh"},
            {"state": "now", "title": "DJKI mengusulkan penolakan", "note": "Menunggu jawaban."},
            {"state": "later", "title": "Nanti: keputusan DJKI", "note": "Belum ada tanggal."},
        ],
        "queues": [
            {"count": 26, "label": "Perlu diperiksa", "url": "#", "current": True},
            {"count": 11, "label": "Menunggu pemohon", "url": "#"},
            {"count": 7, "label": "Surat perlu paraf", "url": "#"},
            {"count": 18, "label": "Siap diajukan", "url": "#"},
            {"count": 5, "label": "Status perlu dicek", "url": "#"},
        ],
        "cases": [
            {"name": "Kopi Cisadane Pagi", "code": "TNG-9C2R", "kind": "action", "band": 3},
            {"name": "Sandal Cibodas Jaya", "code": "TNG-3F5M", "kind": "running", "band": 2},
            {"name": "Batik Laksa", "code": "TNG-6J7K", "kind": "waiting", "band": 1},
        ],
        "missing": ["PDKI diperiksa", "2 dokumen lengkap"],
        "years": [("2020", (1000, 500)), ("2021", (500, 430)), ("2022", (250, 212))],
        "series": ["Difasilitasi", "Diajukan"],
        "facts": [("Pemilik", "Usaha Kemplang Cik Ayu (contoh)"), ("Jenis", "Merek, kelas 29")],
        "public_nav": [
            {"url": "#", "label": "Cek nama", "current": True},
            {"url": "#", "label": "Ajukan"},
            {"url": "#", "label": "Permohonan saya"},
        ],
        "desk_nav": [
            {"url": "#", "label": "Hari ini", "icon": "home", "current": True},
            {"url": "#", "label": "Berkas", "icon": "doc", "count": 67},
            {"url": "#", "label": "Permohonan DJKI", "icon": "file", "count": 88},
            {"url": "#", "label": "Angka", "icon": "chart"},
        ],
        "search_url": "/kantor/cari/",
        "say": SENTENCES,
    }


_PAGES = {
    "public": "ui/gallery.html",
    "desk": "ui/gallery_desk.html",
    "seal": "ui/gallery_seal.html",
}


def gallery(request: HttpRequest, page: str = "public") -> HttpResponse:
    """The components as the public pages show them; ``desk`` and ``seal`` show the others.

    Takes no data and writes none. Route it in debug and tests only. An unknown page: ``KeyError``.
    """
    context = sample_context() | {"state": request.GET.get("state", "registered")}
    return render(request, _PAGES[page], context)
