"""Sends alerts to Telegram and edits them: one attempt, every answer as an outcome. Edge."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, TelegramError

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import Bundle
from alertbot.alerts.holding import is_silent
from alertbot.alerts.outcome import Outcome, Retry, Sent
from alertbot.channels.telegram.answer import is_gone, is_unchanged, outcome_of, said
from alertbot.channels.telegram.bot import API, Place, make_bot, make_request, place_of, there
from alertbot.channels.telegram.keyboard import keyboard
from alertbot.channels.telegram.markup import units
from alertbot.channels.telegram.pages import fit, render_bundle, render_digest
from alertbot.channels.telegram.render import MESSAGE, bare, plain, render
from alertbot.desk.alerting import buttons
from alertbot.errors import ChannelError
from alertbot.language import language
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets

DEADLINE_SECONDS = 25.0
"""For one attempt, with what follows a migrated group or refused markup."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
Say = Callable[[Place, str, str | None], Awaitable[str]]
"""Says a text in a parse mode (None is plain) at a place; answers the message's id."""


def _under(delivery: Delivery) -> InlineKeyboardMarkup | None:
    """The buttons under an alert; what the bot says on its own account has none."""
    return keyboard(buttons(delivery.id, language(delivery.lang))) if delivery.alert.watches else None


def connect(secrets: Secrets) -> "Telegram":
    """The channel; raises ChannelError when the token is missing."""
    if secrets.telegram_bot_token is None:
        raise ChannelError("Telegram is off: set TELEGRAM_BOT_TOKEN to the token that @BotFather gave you")
    return Telegram(secrets.telegram_bot_token, api_url=secrets.telegram_api_url or API)


class Telegram:
    """The Telegram channel; `Address.to` is `chat` or `chat:topic`."""

    def __init__(self, token: Secret, *, api_url: str = API, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        self._token = token
        self._request = make_request()
        self._bot = make_bot(token, self._request, api_url=api_url)
        self._deadline_seconds = deadline_seconds

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        """One message; of a day's summary the one with the number `page`."""
        place, silent = place_of(delivery.address.to), is_silent(delivery, now)
        if delivery.digest is not None:
            return await self._page(place, render_digest(delivery.digest), delivery, silent=silent)
        markup = _under(delivery)
        first = int(delivery.first_message) if delivery.first_message else None
        say = self._saying(markup, follows=first, silent=silent, preview=_preview(delivery))
        return await self._attempt(place, say, render(delivery, now=now))

    def fit(self, bundle: Bundle, *, now: datetime) -> int:
        return fit(bundle, now=now)

    async def send_bundle(self, bundle: Bundle, *, now: datetime) -> Outcome:
        """One message; one that loses something as plain text is rejected, so that its members go one by one.

        It makes no sound when none of them would.
        """
        place, html = place_of(bundle.address.to), render_bundle(bundle, now=now)
        silent = all(is_silent(each, now) for each in bundle.members)
        return await self._attempt(place, self._saying(silent=silent), html, cuttable=False)

    async def edit(self, delivery: Delivery, message_id: str, *, now: datetime) -> Outcome:
        """Rewrites the message, its buttons included."""
        markup = _under(delivery)

        async def say(place: Place, text: str, mode: str | None) -> str:
            try:
                await self._bot.edit_message_text(
                    text,
                    chat_id=place.chat,
                    message_id=int(message_id),
                    parse_mode=mode,
                    link_preview_options=_preview(delivery),
                    reply_markup=markup,
                )
            except BadRequest as error:
                if not is_unchanged(error):
                    raise
            return message_id

        return await self._attempt(place_of(delivery.address.to), say, render(delivery, now=now))

    async def check(self) -> str:
        try:
            async with asyncio.timeout(self._deadline_seconds):
                me = await self._bot.get_me()
        except InvalidToken as error:
            raise ChannelError("Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather") from error
        except (TelegramError, TimeoutError) as error:
            raise ChannelError(f"{said(error, self._token)}; check the network and TELEGRAM_API_URL") from error
        return f"Telegram bot @{me.username}"

    async def close(self) -> None:
        await self._request.shutdown()

    async def _page(self, place: Place, pages: Sequence[str], delivery: Delivery, *, silent: bool) -> Outcome:
        """Sends the page that is next; a summary that became shorter meanwhile has been told."""
        if delivery.page >= len(pages):
            return Sent(message_id=delivery.first_message)
        outcome = await self._attempt(place, self._saying(silent=silent), pages[delivery.page])
        more = delivery.page + 1 < len(pages)
        return replace(outcome, more=more) if isinstance(outcome, Sent) else outcome

    def _saying(
        self,
        markup: InlineKeyboardMarkup | None = None,
        *,
        follows: int | None = None,
        silent: bool = False,
        preview: LinkPreviewOptions = NO_PREVIEW,
    ) -> Say:
        """Says a new message, as an answer to the message `follows`, if it is still there."""

        async def say(place: Place, text: str, mode: str | None) -> str:
            message = await self._bot.send_message(
                place.chat,
                text,
                parse_mode=mode,
                message_thread_id=place.topic,
                link_preview_options=preview,
                reply_markup=markup,
                disable_notification=silent or None,
                reply_parameters=_answering(follows),
            )
            return str(message.message_id)

        return say

    async def _attempt(self, place: Place, say: Say, html: str, *, cuttable: bool = True) -> Outcome:
        try:
            async with asyncio.timeout(self._deadline_seconds):
                return Sent(message_id=await _readably(place, say, html, cuttable=cuttable))
        except (TelegramError, TimeoutError) as error:
            return outcome_of(error, self._token)
        except (
            LookupError,
            TypeError,
            AttributeError,
            ValueError,
        ) as error:  # JSON the library takes for an answer
            return Retry(why=f"Telegram answered something that is not its API ({type(error).__name__})")


def _preview(delivery: Delivery) -> LinkPreviewOptions:
    """Of the article alone, and small, when it is asked for."""
    if not (delivery.preview and delivery.alert.url):
        return NO_PREVIEW
    return LinkPreviewOptions(is_disabled=False, url=delivery.alert.url, prefer_small_media=True)


def _answering(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None


async def _readably(place: Place, say: Say, html: str, *, cuttable: bool) -> str:
    """Says `html`; if Telegram cannot take the markup, the same without any, if it fits or is `cuttable`."""
    try:
        return await there(place, lambda place: say(place, html, ParseMode.HTML))
    except BadRequest as error:
        if is_gone(error) or not (cuttable or units(bare(html)) <= MESSAGE):
            raise
        return await there(place, lambda place: say(place, plain(html), None))
