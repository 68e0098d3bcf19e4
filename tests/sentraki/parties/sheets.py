"""Small sheets for tests, and an office that brings them."""

from tests import factories as make

from sentraki.kernel.access import Viewer
from sentraki.kernel.sheets import write_xlsx
from sentraki.offices.models import Office
from sentraki.parties.models import Business, ImportBatch, Product
from sentraki.parties.selectors.imports import totals
from sentraki.parties.services import imports

HEADINGS = ("Nama Usaha", "Pemilik", "No HP", "Kecamatan", "Produk")


def office_and_officer(region="16.71"):
    """An office of Palembang with one district, and its verifier."""
    office = make.make_office(region=region)
    make.make_region(f"{region}.01", "Ilir Barat Dua")
    return office, make.make_officer(office)


def csv_of(*rows, headings=HEADINGS):
    """The bytes of a CSV file."""
    lines = [headings, *rows]
    quoted = (",".join('"' + str(cell).replace('"', '""') + '"' for cell in line) for line in lines)
    return "\n".join(quoted).encode()


def bring(
    folder, office: Office, who: Viewer, data: bytes, name="usaha.csv", **more
) -> ImportBatch:
    """Send a file; ``more`` goes to ``preview``."""
    path = folder / name
    path.write_bytes(data)
    wanted = {"kind": "business"} | more
    return imports.preview(office=office, viewer=who, path=path, name=name, **wanted)


def many(count):
    """Businesses with owners and phones, one a row."""
    return [
        (f"Usaha {n}", f"Pemilik {n}", f"0812{n:08}", "Ilir Barat Dua", f"Keripik {n}, Kue {n}")
        for n in range(count)
    ]


def content():
    """Everything businesses and their products hold."""
    return (
        list(Business.unscoped.order_by("pk").values()),
        list(Product.objects.order_by("pk").values()),
    )


def verdicts(batch):
    """Row number → (verdict, codes of the reasons)."""
    rows = batch.rows.order_by("number")
    return {row.number: (row.verdict, [code for code, _ in row.reasons]) for row in rows}


def adds_up(batch):
    """Whether the counts make up all rows."""
    t = totals(batch)
    return t.created + t.updated + t.same + t.flagged + t.rejected == t.rows


def workbook(headings, *rows):
    """An XLSX file; whole numbers stay numbers."""
    return write_xlsx(headings, rows)
