"""An invented enumeration of a regency, as an office would bring it: 12,661 rows, 868 with a mark.

The two numbers are Bojonegoro's; every person is made up. NIK begin with 99, which no province
has. The same arguments give the same rows.
"""

from collections.abc import Iterator

HEADINGS = (
    "No", "NAMA USAHA", "Nama Pemilik", "NIK", "No. HP", "ALAMAT", "Kecamatan", "Komoditi",
    "Merek",
)  # fmt: skip
ROWS, WITH_MARK = 12_661, 868
_SAYS = ("Ya", "ada", "SUDAH"), ("Tidak", "belum", "BELUM ADA", "tdk")


def rows(
    districts: tuple[str, ...], count: int = ROWS, marked: int = WITH_MARK
) -> Iterator[tuple[str, ...]]:
    """The rows in the order of ``HEADINGS``; ``marked`` of them say yes, spread evenly."""
    said = 0
    for n in range(count):
        has = (n + 1) * marked // count > said
        said += has
        words = _SAYS[0] if has else _SAYS[1]
        yield (
            str(n + 1), f"USAHA CONTOH {n}", f"Pemilik Contoh {n}", f"99220141018{n:05d}",
            f"0812{n:08d}", f"Jl. Contoh {n} RT 01 RW 02", districts[n % len(districts)],
            "Keripik", words[n % len(words)],
        )  # fmt: skip
