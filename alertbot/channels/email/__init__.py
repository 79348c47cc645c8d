"""E-mail: `render` is pure, `message` writes the headers, `send` speaks SMTP."""

from alertbot.channels.email.send import Email, connect, message_of, sender_of

__all__ = ["Email", "connect", "message_of", "sender_of"]
