"""A desk's laptop without its browser: it writes the same book and sends the same messages."""

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

START = "0" * 64
PICTURELESS = {"label": "", "signature": ""}


def person(n: int, **more: Any) -> dict[str, Any]:
    """What a desk writes down of the invented person number ``n``."""
    return {
        "booking": "", "visit": "", "community": "CEC", "owner_name": f"IBU CONTOH {n}",
        "nik": f"009901{41 + n % 28:02d}0185{n:04d}", "phone": f"0812345{n:05d}",
        "district_code": "16.71.01", "street": f"Jalan Contoh {n}", "goods": "sambal botol",
        "names": [f"Sambal Rekaan {n}"], "classes": [30], "bands": [], "register": "",
        "facilitate": True, **PICTURELESS, **more,
    }  # fmt: skip


@dataclass
class Laptop:
    """One desk: its token, its clock (seconds off), and its book of records."""

    desk: str
    token: str
    seed: int = 0
    off: int = 0
    book: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.desk}:{self.seed}:{self.token}")

    @property
    def present(self) -> int:
        """What its clock says, in milliseconds."""
        from sentraki.kernel import clock  # noqa: PLC0415 - settings first

        return int((clock.now().timestamp() + self.off) * 1000)

    def write(self, kind: str, body: dict[str, Any], identity: str = "") -> dict[str, Any]:
        """Add a record to the book; a person gets the next provisional number."""
        number = ""
        if kind == "person":
            self.numbers += 1
            number = f"{self.desk}-{self.numbers:03d}"
        record = {
            "seq": len(self.book) + 1,
            "id": identity or str(UUID(int=self.chance.getrandbits(128), version=4)),
            "kind": kind,
            "number": number,
            "at": self.present,
            "prev": self.book[-1]["hash"] if self.book else START,
            "body": json.dumps(body, ensure_ascii=False),
        }
        self.book.append(hashed(record))
        return record

    def register(self, n: int, **more: Any) -> dict[str, Any]:
        """Write down the person number ``n``."""
        visit = str(UUID(int=self.chance.getrandbits(128), version=4))
        return self.write("person", person(n, **{"visit": visit, **more}))

    def check_in(self, booking: str, name: str = "") -> dict[str, Any]:
        """Write down that somebody came."""
        visit = str(UUID(int=self.chance.getrandbits(128), version=4))
        return self.write("visit", {"visit": visit, "booking": booking, "name": name}, visit)

    def message(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        """What goes over the line."""
        counters = {"seq": len(self.book), "numbers": self.numbers}
        return {"now": self.present, "counters": counters, "records": records, "ask": []}

    def send(self, records: list[dict[str, Any]] | None = None, *, heard: bool = True) -> Any:
        """Send records (all of them when none are named); ``heard`` is false for a lost answer."""
        answer = Client().post(
            reverse("desk:event-desk-send"),
            json.dumps(self.message(self.book if records is None else records)),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        if heard and answer.status_code == 200:
            for row in answer.json()["answers"]:
                self.answers[row["id"]] = row
        return answer


def hashed(record: dict[str, Any]) -> dict[str, Any]:
    """The record with the hash the page's own journal would give it."""
    names = ("prev", "seq", "id", "kind", "number", "at", "body")
    text = "\n".join(str(record[name]) for name in names)
    record["hash"] = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return record
