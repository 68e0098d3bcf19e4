"""Database columns that hold secrets: authenticated encryption, keys outside the database.

The library's fields derive their key anew for every column and lose the difference between
"" and NULL; these derive it once a process and always read back as text (or as JSON).
"""

import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db.models import TextField
from encrypted_fields.fields import EncryptedTextField


@lru_cache(maxsize=1)
def _cipher() -> MultiFernet:
    keys = EncryptedTextField().keys
    return MultiFernet([Fernet(key) for key in keys])


class _Encrypted:
    """What both columns do: encrypt on the way in, decrypt on the way out."""

    name: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(null=True, blank=True, default=kwargs.get("default", ""))
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        text = self.to_text(value)
        return _cipher().encrypt(text.encode()).decode() if text else None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Decrypt on the way out."""
        if value is None:
            return self.from_text("")
        try:
            return self.from_text(_cipher().decrypt(value.encode()).decode())
        except InvalidToken as error:
            raise InvalidToken(f"{self.name}: the stored value cannot be decrypted") from error

    def to_text(self, value: Any) -> str:
        """The text to encrypt."""
        return "" if value is None else str(value)

    def from_text(self, text: str) -> Any:
        """The value of a decrypted text."""
        return text


class SecretTextField(_Encrypted, TextField[str, str]):
    """Text that is unreadable in the database file; "" is stored as NULL. Not searchable.

    Salts come from ``settings.SALT_KEY`` (newest first; older ones still decrypt).
    A value that was tampered with raises ``InvalidToken`` when it is read.
    """


class SecretJSONField(_Encrypted, TextField[dict[str, Any], dict[str, Any]]):
    """A JSON object that is unreadable in the database file, keys included; empty reads as {}."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = dict
        super().__init__(*args, **kwargs)

    def to_text(self, value: Any) -> str:
        """Compact JSON; an empty object is stored as NULL."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""

    def from_text(self, text: str) -> Any:
        """The object again."""
        return json.loads(text) if text else {}
