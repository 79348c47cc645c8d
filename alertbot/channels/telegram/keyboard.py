"""Rows of the desk's buttons as Telegram shows them. No IO."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from alertbot.channels.telegram.markup import calm, cut
from alertbot.desk.reply import Row

LABEL = 60


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(_label(each.label), callback_data=each.action) for each in row] for row in rows]
    )


def _label(text: str) -> str:
    return cut(calm(text), LABEL).strip() or "…"
