"""Makes src/serupa/data/well_known.csv: marks that many people know, searched across all classes.

Usage: build_well_known.py NAMES.csv.gz PAIRS.csv MENUS.csv.gz OUT.csv. NAMES: the brand names of
osmlab/name-suggestion-index c8b272ef0f (BSD-3-Clause) with the places they are listed for; PAIRS:
decided disputes; MENUS: what Indonesian eating places call their dishes and drinks (counted, no row
of it is kept). A mark is kept only where NAMES lists it, food and drink where MENUS names it at
least twice; which marks were asked for is our own choice and no finding that a mark is well known
in law (that is judged case by case).
"""

import csv
import gzip
import sys
from pathlib import Path

ASKED = """
7-Eleven|A&W|Adidas|Aigner|Alfamart|Alfamidi|Amazon|Anytime Fitness|Armani Exchange|ASICS
Aston Martin|Audi|Auntie Anne's|Avon|AXA|Bakmi GM|Balenciaga|Bank Central Asia|Bank Mandiri
Baskin-Robbins|Bata|Bath & Body Works|Best Western|Billabong|Birkenstock|BMW|Bobbi Brown|Bosch
Bose|Bottega Veneta|BP|BreadTalk|Breitling|BRI|Bridgestone|Bulgari|Burberry|Burger King|BYD
Calvin Klein|Carl's Jr.|Carrefour|Cartier|Celine|Chanel|Chatime|Chevrolet|Circle K|Citibank|Clarks
Coca-Cola|Columbia|Converse|Crocs|Crowne Plaza|Daihatsu|Dairy Queen|Decathlon|Deutsche Bank|DHL
Diesel|Dior|DKNY|Dolce & Gabbana|Domino's|Dr. Martens|Ducati|dunhill|Dunkin'|Dunlop|Durex|Dyson
Ecco|Eiger|Esprit|Es Teler 77|FedEx|Fendi|Ferrari|Fiat|Fila|Foot Locker|Ford|Fossil|Four Seasons
G-Star Raw|GameStop|Gap|Giordano|Givenchy|Gloria Jean's|GNC|Google|Gramedia|Grand Hyatt|Gucci
Guess|H&M|Haidilao Hot Pot|Hard Rock Cafe|Harley-Davidson|Herman Miller|Hermès|Hero Supermarket
Hertz|Hilton|Hino Motors|HokBen|Holiday Inn|Holland Bakery|Honda|HSBC|Huawei|Hugo Boss
Hush Puppies|Hyundai|ibis|IKEA|Indomaret|Indosat|InterContinental|Isuzu|J.CO Donuts|Jaguar
Janji Jiwa|Jeep|Kawasaki|Kenzo|KFC|Kia|Kiehl's|Kimia Farma|Komatsu|Kopi Kenangan|Krispy Kreme|KTM
L'Occitane|Lacoste|Lamborghini|Land Rover|Lego|Lenovo|Levi's|Lexus|Lotte Mart|Louis Vuitton
Lululemon|Lush|Mango|Marks & Spencer|Marriott|Maserati|Maybank|Mazda|McDonald's|Mercedes-Benz
Michael Kors|Michelin|Mie Gacoan|MINI|Miniso|Mitsubishi|Mothercare|Muji|New Balance|Nike|Nissan
Nokia|Novotel|Oakley|OCBC|Omega|OPPO|Pandora|Panasonic|Pegadaian|Pertamina|Peugeot|Pizza Hut
Popeyes|Porsche|Prada|Prudential|Puma|Quiksilver|Ralph Lauren|Ray-Ban|Reebok|Renault|Rip Curl
Ritz-Carlton|Rolex|Rolls-Royce|Roti'O|Salomon|Samsung|Sephora|Shell|Sheraton|Siemens|Skechers
Smartfren|Solaria|Sony|Standard Chartered|Starbucks|Stradivarius|Subaru|Subway|Super Indo|Suzuki
Swarovski|Swatch|Swensen's|Tag Heuer|Telkomsel|Tesla|The Body Shop|The North Face|Tiffany & Co.
Timberland|Tissot|Tommy Hilfiger|TotalEnergies|Toyota|Toys R Us|Trek|UGG|Uniqlo|Under Armour
United Colors of Benetton|UPS|Vans|Versace|Victoria's Secret|Vivo|Vodafone|Volkswagen|Volvo
Wendy's|Western Union|Wingstop|Xiaomi|XL Axiata|Yamaha|Yoshinoya|Zara
""".replace("\n", "|")

FOOD = {
    "Indomie": 30, "Teh Botol": 32, "Aqua": 32, "Sprite": 32, "Fanta": 32, "Milo": 30,
    "Ovaltine": 30, "NutriSari": 32, "Good Day": 30, "Teh Pucuk": 32, "Yakult": 29, "Oreo": 30,
    "Nutella": 30, "SilverQueen": 30, "Beng-Beng": 30, "Cadbury": 30, "Nescafé": 30,
    "Le Minerale": 32, "Torabika": 30, "Frestea": 32, "Dancow": 29,
}  # fmt: skip
"""Food and drink, with our estimate of the class, kept where menus name it often enough."""

FEWEST_MENUS = 2

PLAIN_WORDS = """
amazon aqua bata bp bri bose columbia converse crocs diesel durex eiger esprit fiat ford fossil gap
giordano guess honda ibis jaguar jeep kia komatsu lush mango milo mini mothercare muji oakley omega
pandora puma shell solaria sprite stradivarius subway swatch tesla trek ups vans vivo zara
"""
PLAIN = frozenset([*PLAIN_WORDS.split(), "good day", "teh botol", "teh pucuk"])
"""Words with a meaning of their own, first names and the like: they are found only where the whole
name is the same, since half the register may hold them."""

HEADER = """\
# Marks many people know, to be searched across all classes (Law 20/2016 Article 21(1)(b) and (c)).
# Whether a mark is well known in law is judged case by case: status of every row "periksa kembali".
# Origin: own choice, 2026-11-22, kept only where listed in osmlab/name-suggestion-index c8b272ef0f
# (BSD-3-Clause); where an Indonesian court or board protected the mark, its case is named instead.
# Food and drink, 2026-11-29: own choice, kept where Indonesian menus name it at least twice.
# Made by data/lexicon/build_well_known.py. classes: our estimate of what it is known for.
# plain_word = yes: an ordinary word or name too; found only where the whole name is the same.
"""


def seen_on_menus(menus: Path) -> dict[str, tuple[str, str]]:
    """Class and source of the food and drink that enough names of ``menus`` hold."""
    with gzip.open(menus, "rt", encoding="utf-8", newline="") as lines:
        held = [f" {_plain(row['nama_menu'])} " for row in csv.DictReader(lines)]
    found = {}
    for mark, number in FOOD.items():
        many = sum(f" {_plain(mark)} " in name for name in held)
        if many >= FEWEST_MENUS:
            found[mark] = str(number), f"own choice, {many} Indonesian menu names"
    return found


def _plain(name: str) -> str:
    letters = name.casefold().replace("é", "e")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def main(names: Path, pairs: Path, menus: Path, out: Path) -> None:
    """Write the table, by name."""
    listed: dict[str, tuple[str, str]] = {}
    with gzip.open(names, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["sumber"] == "merek_osm":
                key = row["nama"].casefold()
                listed.setdefault(key, (row["kelas_nice_perkiraan"], "name-suggestion-index"))
    found: dict[str, tuple[str, str]] = {}
    for name in sorted({name.strip() for name in ASKED.split("|") if name.strip()}):
        if name.casefold() in listed:
            found[name] = listed[name.casefold()]
    with pairs.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["country"] == "ID" and row["outcome"] == "similar":
                for name in found:
                    if name.casefold() == row["mark_older"].casefold():
                        found[name] = (found[name][0], f"{row['forum']}, {row['case_ref']}")
    found |= seen_on_menus(menus)
    with out.open("w", encoding="utf-8", newline="") as target:
        target.write(HEADER)
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["mark", "classes", "source", "plain_word"])
        for name, (classes, source) in sorted(found.items()):
            plain = "yes" if name.casefold() in PLAIN else ""
            writer.writerow([name, classes, source, plain])


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))
