"""Electronic mail, plain text only."""

from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from sentraki.ledger.messages import Texts
from sentraki.ledger.transports import Undeliverable


class EmailTransport:
    """Sends by Django's mail settings.

    A machine that dies between handing over and noting it sends again at the next try, with the
    same Message-ID, which receiving servers use to drop the second copy.
    """

    slug = "email"

    def deliver(self, *, address: str, name: str, texts: Texts, message_id: str) -> None:
        """Send one mail to ``address``."""
        try:
            validate_email(address)
        except ValidationError as error:
            raise Undeliverable("address") from error
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        mail = EmailMessage(
            subject=texts.subject,
            body=texts.body,
            to=[address],
            headers={"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except (SMTPException, OSError, ValueError) as error:
            raise Undeliverable(type(error).__name__) from error
