"""Short messages laid into a folder, for a gateway or a person who sends them by hand.

SentraKI sends no SMS itself. What picks the files up sends them and takes them away.
"""

import json
import os
from pathlib import Path

from django.conf import settings

from sentraki.kernel.errors import Invalid
from sentraki.kernel.wording import phone_e164, wa_link
from sentraki.ledger.messages import Texts
from sentraki.ledger.transports import Undeliverable


class FolderTransport:
    """Writes one JSON file a message: ``to`` in E.164, ``text``, and the same as a wa.me link.

    The file is named after the message, so a second try writes the same file again and a gateway
    that has taken it can tell. Files are readable by their owner alone.
    """

    slug = "sms"

    def deliver(self, *, address: str, name: str, texts: Texts, message_id: str) -> None:
        """Lay the short text down; a folder that is not set or not there raises Undeliverable."""
        try:
            number = phone_e164(address)
        except Invalid as error:
            raise Undeliverable("address") from error
        if not settings.SMS_FOLDER:
            raise Undeliverable("folder")
        folder = Path(settings.SMS_FOLDER)
        content = {"to": number, "text": texts.short, "wa": wa_link(number, texts.short)}
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = folder / f".{message_id}"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(content, out, ensure_ascii=False)
            draft.replace(folder / f"{message_id}.json")
        except OSError as error:
            raise Undeliverable(type(error).__name__) from error
