"""The installation's secret keys: made once, kept outside the database, one file each.

``python -m sentraki.config.keys FOLDER`` makes them for a production installation.
"""

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

_FILES = {"secret": 48, "salt": 48, "blind_index": 32, "blobs": 32, "seal": 32}


@dataclass(frozen=True)
class Keys:
    """Everything secret an installation holds.

    ``salts`` are the salts of encrypted fields, newest first (older ones still decrypt).
    ``blind_index`` keys the HMAC index of personal numbers, ``blobs`` encrypts documents,
    ``seal`` is the 32-byte Ed25519 private key; the last three are hexadecimal strings.
    """

    secret: str
    salts: list[str]
    blind_index: str
    blobs: str
    seal: str


def load(folder: Path) -> Keys:
    """Read the keys of ``folder``; a missing file raises ``FileNotFoundError`` naming it."""
    text = {name: (folder / name).read_text(encoding="ascii").strip() for name in _FILES}
    return Keys(
        secret=text["secret"],
        salts=text["salt"].split(),
        blind_index=text["blind_index"],
        blobs=text["blobs"],
        seal=text["seal"],
    )


def load_or_make(folder: Path) -> Keys:
    """Like :func:`load`, but a missing key is made first, readable by the owner alone.

    Two processes starting together agree: the file that was linked first wins.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, size in _FILES.items():
        target = folder / name
        if target.exists():
            continue
        draft = folder / f".{name}.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(size), encoding="ascii")
        try:
            target.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return load(folder)


if __name__ == "__main__":
    load_or_make(Path(sys.argv[1]))
