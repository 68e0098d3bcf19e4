"""Files that arrive in pieces over a bad line.

Each piece is one small encrypted file under ``var/tmp/pieces/<case>/<upload>/``, named by its
offset, so sending the same piece again changes nothing. What is not finished after a day is swept.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from sentraki.kernel import clock, ids
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import blind_index, decrypt_bytes, encrypt_bytes

KEPT_SECONDS = 24 * 3600
MOST_PIECE = 1_000_000
MOST_OF_A_CASE = 60_000_000
LONGEST_ID = 80
DONE = "done"
CANNOT = gettext_noop("This file was not accepted. Choose another one.")
TOO_MUCH = gettext_noop("Too many files are being sent at once. Finish one, or try tomorrow.")


@dataclass(frozen=True)
class Piece:
    """One piece as it came: how large the whole file is, and where these bytes stand in it."""

    size: int
    offset: int
    data: bytes


class Upload:
    """One file on its way to the case with ``case_code``."""

    def __init__(self, case_code: str, upload_id: str) -> None:
        if not upload_id or len(upload_id) > LONGEST_ID:
            raise Invalid(CANNOT)
        self.name = blind_index(f"{case_code}\n{upload_id}", "upload")
        self.shelf = root() / blind_index(case_code, "upload shelf")[:32]
        self.folder = self.shelf / self.name[:32]

    @property
    def key(self) -> str:
        """The idempotency key of attaching this file."""
        return f"piece-{self.name}"

    @property
    def is_done(self) -> bool:
        """Whether the file was attached before."""
        return (self.folder / DONE).exists()

    def received(self) -> int:
        """How many bytes lie here without a gap, from the start on."""
        return sum(len(data) for data in self._pieces())

    def take(self, piece: Piece) -> int:
        """Keep ``piece`` if it is the next one; returns how many bytes lie here then.

        Raises ``Invalid`` for a piece that does not fit, and when the case sends too much at once.
        """
        if not 0 < piece.size <= settings.UPLOAD_MAX_BYTES or len(piece.data) > MOST_PIECE:
            raise Invalid(CANNOT)
        here = self.received()
        if piece.offset != here or not piece.data:
            return here
        if here + len(piece.data) > piece.size:
            raise Invalid(CANNOT)
        if _weight(self.shelf) + len(piece.data) > MOST_OF_A_CASE:
            raise Invalid(TOO_MUCH)
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{ids.new_secret()}"
        draft.write_bytes(encrypt_bytes(piece.data, self._context(piece.offset)))
        draft.replace(self.folder / f"{piece.offset:09d}")
        return here + len(piece.data)

    def whole(self) -> bytes:
        """The file so far."""
        return b"".join(self._pieces())

    def finish(self) -> None:
        """Drop the pieces and remember that the file was attached."""
        self.drop()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / DONE).touch()

    def drop(self) -> None:
        """Forget everything that came."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pieces(self) -> Iterator[bytes]:
        at = 0
        while True:
            try:
                stored = (self.folder / f"{at:09d}").read_bytes()
            except FileNotFoundError:
                return
            data = decrypt_bytes(stored, self._context(at))
            yield data
            at += len(data)

    def _context(self, offset: int) -> str:
        return f"{self.name}:{offset}"


def root() -> Path:
    """Where pieces wait."""
    return Path(settings.VAR) / "tmp" / "pieces"


def sweep() -> int:
    """Remove uploads nobody has touched for a day; returns how many."""
    oldest = clock.now().timestamp() - KEPT_SECONDS
    stale = [folder for folder in root().glob("*/*") if _touched(folder) < oldest]
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return len(stale)


def _touched(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _weight(shelf: Path) -> int:
    found = 0
    for path in shelf.glob("*/*"):
        try:
            found += path.stat().st_size
        except FileNotFoundError:
            continue
    return found
