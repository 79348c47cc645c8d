"""Sends replies into chats and puts them in place of messages: every refusal has an answer. Edge."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter

from alertbot.channels.telegram.answer import is_gone, is_unchanged
from alertbot.channels.telegram.keyboard import keyboard
from alertbot.channels.telegram.render import plain
from alertbot.desk.reply import Document, Reply
from alertbot.surfaces.telegram.render import messages

logger = logging.getLogger(__name__)
T = TypeVar("T")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LONGEST_WAIT_SECONDS = 30.0


async def send(message: Message, reply: Reply, *, quote: bool = False) -> str:
    """Answers where `message` is, in its topic; answers the id of the last message sent."""
    pages = messages(reply)
    sent = ""
    for place, html in enumerate(pages):
        last = place == len(pages) - 1
        markup = keyboard(reply.rows) if last else None

        async def say(text: str, mode: str | None, markup: InlineKeyboardMarkup | None = markup) -> Message:
            return await message.chat.send_message(
                text,
                parse_mode=mode,
                message_thread_id=message.message_thread_id if message.is_topic_message else None,
                link_preview_options=NO_PREVIEW,
                reply_markup=markup,
                reply_to_message_id=message.message_id if quote else None,
                allow_sending_without_reply=True if quote else None,
            )

        sent = str((await _readably(say, html)).message_id)
    if reply.document:
        await _send_document(message, reply.document)
    return sent


async def replace(message: Message, reply: Reply) -> None:
    """Puts the beginning of `reply` in the place of `message`: what replaces something is short."""
    pages = messages(reply)
    markup = keyboard(reply.rows)
    if not pages:
        await _unless_unchanged(lambda: message.edit_reply_markup(reply_markup=markup))
        return

    async def say(text: str, mode: str | None) -> object:
        return await message.edit_text(text, parse_mode=mode, reply_markup=markup, link_preview_options=NO_PREVIEW)

    try:
        await _unless_unchanged(lambda: _readably(say, pages[0]))
    except BadRequest as error:
        if not is_gone(error):
            raise
        await send(message, reply)  # it was deleted, or is too old to be edited
        return


async def _send_document(message: Message, document: Document) -> None:
    file = InputFile(document.text.encode(), filename=document.name)
    topic = message.message_thread_id if message.is_topic_message else None
    await patiently(lambda: message.chat.send_document(file, message_thread_id=topic))


async def _readably(say: Callable[[str, str | None], Awaitable[T]], html: str) -> T:
    """With markup; if Telegram cannot take it, the same without any."""
    try:
        return await patiently(lambda: say(html, ParseMode.HTML))
    except BadRequest as error:
        if "parse" not in error.message.lower() and "too long" not in error.message.lower():
            raise
        return await patiently(lambda: say(plain(html), None))


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Waits once as long as Telegram asks, if that is bearable."""
    try:
        return await call()
    except RetryAfter as error:
        after = error.retry_after
        seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
        if seconds > LONGEST_WAIT_SECONDS:
            raise
        await asyncio.sleep(seconds)
        return await call()


async def _unless_unchanged(call: Callable[[], Awaitable[object]]) -> None:
    try:
        await call()
    except BadRequest as error:
        if not is_unchanged(error):
            raise
