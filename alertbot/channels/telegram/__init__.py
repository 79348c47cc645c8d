"""Telegram, through python-telegram-bot: `render` is pure, `send` talks to the Bot API."""

from alertbot.channels.telegram.send import connect

__all__ = ["connect"]
