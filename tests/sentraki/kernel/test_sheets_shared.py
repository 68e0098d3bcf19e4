"""Ten genuine spreadsheets of small businesses, read as they came; none of them is shipped."""

import gzip

import pytest

from sentraki.kernel.sheets import Sheet, read_sheet

KNOWN = {
    "name": {
        "nama usaha",
        "nama perusahaan",
        "nama komersil",
        "perusahaan",
        "business name",
        "nama",
    },
    "owner": {"nama pemilik", "nama pengusaha", "kontak", "owner name"},
    "phone": {"no hp", "telp"},
    "address": {"alamat", "jalan", "business address"},
    "district": {"kecamatan"},
    "workers": {"jumlah tenaga kerja"},
}
pytestmark = pytest.mark.shared


@pytest.fixture
def read(shared_data, tmp_path):
    """Reads one of the spreadsheets by its name, unpacked when it is kept packed."""

    def reader(name: str) -> Sheet:
        data = (shared_data / "umkm_messy" / name).read_bytes()
        path = tmp_path / name.removesuffix(".gz")
        path.write_bytes(gzip.decompress(data) if name.endswith(".gz") else data)
        return read_sheet(path, path.name, KNOWN)

    return reader


@pytest.mark.parametrize(
    ("name", "rows", "fields"),
    [
        ("binaan_yayasan_umkm.csv", 63, {"name": 2, "owner": 1, "address": 3}),
        ("jabar_jumlah_umkm_kategori.csv.gz", 1080, {}),
        ("jatim_pendataan_kukm.csv", 200, {"name": 1}),
        ("malawele_umkm.csv", 218, {"name": 0, "address": 2}),
        (
            "probolinggo_ikm_ikan.csv",
            59,
            {"name": 3, "owner": 4, "address": 5, "district": 7, "phone": 8},
        ),
        ("provinsi_umkm_pdrb.xlsx", 26, {}),
        ("sleman_rekap_sektor_2022.csv", 1, {}),
        (
            "sumenep_umkm.csv",
            40,
            {"name": 0, "owner": 1, "phone": 2, "address": 3, "district": 4},
        ),
        ("surakarta_umkm.csv.gz", 8925, {"name": 0, "district": 2}),
        ("survei_ukm_jatim_jateng.csv", 161, {"name": 0, "address": 6, "workers": 4}),
    ],
)
def test_a_genuine_spreadsheet_is_read_whole(read, name, rows, fields):
    sheet = read(name)
    assert len(sheet.rows) == rows
    assert {field: column for column, field in sheet.columns.items()} == fields


def test_a_phone_in_scientific_notation_is_flagged(read):
    sheet = read("probolinggo_ikm_ikan.csv")
    assert sum(sheet.value(row, "phone").is_number for row in sheet.rows) == 6


def test_the_row_shifted_by_a_bare_comma_is_marked(read):
    sheet = read("malawele_umkm.csv")
    assert [row.number for row in sheet.rows if row.is_shifted] == [137]


def test_numbers_and_text_of_one_column_are_told_apart(read):
    sheet = read("provinsi_umkm_pdrb.xlsx")
    assert [row.cell(1).is_number for row in sheet.rows[:2]] == [True, False]


def test_the_yearly_summary_shows_its_title_and_headings(read):
    sheet = read("sleman_rekap_sektor_2022.csv")
    assert sheet.headers[:4] == ["No", "Sektor Usaha", "Definisi", "Satuan"]
    assert sheet.title[0].texts() == ["REKAPITULASI DATA UMKM KABUPATEN SLEMAN"]
    assert [note.params for note in sheet.notes] == [{"row": 6}]
