"""A mail server that is never there."""

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Fails each time."""

    def send_messages(self, email_messages):
        """Refuse."""
        raise ConnectionRefusedError("nobody listens")
