"""Does Telegram know the token, does nobody else use it, and may the bot write where alerts go to? Edge."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from telegram import Bot, WebhookInfo
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from alertbot.channels.telegram.answer import said
from alertbot.channels.telegram.bot import API, make_bot, make_request, place_of
from alertbot.doctor.finding import Finding, fault, fine, off, warning
from alertbot.doctor.places import Place, each_place
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets

OFF = fault(
    "telegram-off",
    "a subscriber is told in Telegram, and TELEGRAM_BOT_TOKEN is not set",
    "set TELEGRAM_BOT_TOKEN to the token that @BotFather gave you",
)
TOKEN = fault("telegram-token", "Telegram refuses TELEGRAM_BOT_TOKEN", "copy the token again from @BotFather")
UNREACHABLE = fault(
    "telegram-unreachable",
    "Telegram does not answer, or not sensibly",
    "look at the network, and at TELEGRAM_API_URL if set",
)
WEBHOOK = warning(
    "telegram-webhook",
    "alertbot polls for updates, while they are posted to a webhook somebody set",
    "make a bot of its own for each program; alertbot run takes the webhook away when it starts",
)
ELSEWHERE = fault(
    "telegram-webhook-elsewhere",
    "PUBLIC_URL says that updates come to us, and Telegram posts them to another address",
    "run the role telegram, which tells Telegram the address, and make a bot of its own for each program",
)
FAILING = fault(
    "telegram-webhook-failing",
    "Telegram cannot post updates to our webhook",
    "run the web role and let PUBLIC_URL lead to it, with a certificate that is valid",
)
POLLERS = fault(
    "telegram-two-pollers",
    "two programs poll with the same token and take each other's updates (409 Conflict)",
    "stop the other program, or make a bot of its own for it",
)
CHAT = fault(
    "telegram-chat",
    "there is no such chat for this bot, or no such topic in it",
    "open a chat with the bot and send /start, or add it to the group; then correct the id",
)
BLOCKED = fault(
    "telegram-blocked",
    "the bot was blocked or removed, or may not write there",
    "unblock the bot or add it again, and let it write",
)
MIGRATED = warning(
    "telegram-migrated", "the group has become a supergroup with another id", "write the new id in its place"
)

FAULTS = (OFF, TOKEN, UNREACHABLE, WEBHOOK, ELSEWHERE, FAILING, POLLERS, CHAT, BLOCKED, MIGRATED)

ABOUT = "telegram"
PATH = "/telegram/updates"
SECONDS = 10
LISTEN = timedelta(seconds=4)
"""Another poller that we interrupt comes back within this, and interrupts us."""


async def look_at_telegram(
    secrets: Secrets, places: Sequence[Place], *, polling: bool, contested: bool
) -> list[Finding]:
    """Findings about the token, then about each place.

    `polling`: a process of our own polls right now; `contested`: it met another program that does.
    """
    if secrets.telegram_bot_token is None:
        if places:
            return [OFF.at(ABOUT, f"{places[0].subscriber} is told in Telegram, which is off")]
        return [off(ABOUT, "off: TELEGRAM_BOT_TOKEN is not set")]
    request = make_request()
    bot = make_bot(secrets.telegram_bot_token, request, api_url=secrets.telegram_api_url or API)
    try:
        found = await _look(secrets, bot, secrets.telegram_bot_token, places, polling)
        return [*found, POLLERS.at(ABOUT, "our own poller was interrupted (409)")] if contested else found
    finally:
        await request.shutdown()


async def _look(
    secrets: Secrets, bot: Bot, token: Secret, places: Sequence[Place], polling: bool
) -> list[Finding]:
    try:
        async with asyncio.timeout(SECONDS):
            me = await bot.get_me()
            hook = await bot.get_webhook_info()
    except InvalidToken:
        return [TOKEN.at(ABOUT, "Telegram refuses TELEGRAM_BOT_TOKEN")]
    except (TelegramError, TimeoutError) as error:
        return [UNREACHABLE.at(ABOUT, said(error, token))]
    except (LookupError, TypeError, AttributeError, ValueError) as error:  # JSON that is no answer of Telegram
        return [UNREACHABLE.at(ABOUT, f"what answers is not the Bot API ({type(error).__name__})")]
    heard = _webhook(secrets, hook)
    if not hook.url and not polling:
        heard += await _pollers(bot)
    found = await each_place(places, lambda place: _place(bot, token, place))
    return [*(heard or [fine(ABOUT, f"@{me.username}")]), *found]


def _webhook(secrets: Secrets, hook: WebhookInfo) -> list[Finding]:
    """Whether updates come in by the way the configuration says."""
    if not (secrets.public_url and secrets.telegram_webhook_secret):
        return [WEBHOOK.at(ABOUT, f"updates are posted to {_host(hook.url)}")] if hook.url else []
    if hook.url and hook.url != secrets.public_url + PATH:
        return [ELSEWHERE.at(ABOUT, f"updates are posted to {_host(hook.url)}")]
    if hook.last_error_message and hook.pending_update_count:
        why = " ".join(hook.last_error_message.split())[:100]
        return [FAILING.at(ABOUT, f"{hook.pending_update_count} updates wait, because Telegram says: {why}")]
    return []


async def _pollers(bot: Bot) -> list[Finding]:
    """Polls for a moment, confirming nothing: who polls too interrupts us."""
    try:
        await bot.get_updates(timeout=LISTEN, limit=1, read_timeout=SECONDS)
    except Conflict:
        return [POLLERS.at(ABOUT, "another program polls with this token (409)")]
    except TelegramError:
        return []  # what is wrong in general was found before
    return []


async def _place(bot: Bot, token: Secret, place: Place) -> list[Finding]:
    """Shows that the bot is typing, which is the least one can do to learn whether it may write there."""
    about = f"telegram {place.to}"
    where = place_of(place.to)
    try:
        async with asyncio.timeout(SECONDS):
            await bot.send_chat_action(where.chat, ChatAction.TYPING, message_thread_id=where.topic)
    except ChatMigrated as moved:
        return [MIGRATED.at(about, f"the group of {place.subscriber} is now {moved.new_chat_id}")]
    except Forbidden as error:
        return [BLOCKED.at(about, f"for {place.subscriber} Telegram says: {said(error, token)}")]
    except BadRequest as error:
        kind = BLOCKED if "rights" in error.message or "write" in error.message.lower() else CHAT
        return [kind.at(about, f"for {place.subscriber} Telegram says: {said(error, token)}")]
    except (TelegramError, TimeoutError) as error:
        return [UNREACHABLE.at(about, said(error, token))]
    return []


def _host(url: str) -> str:
    """Where a webhook leads; its path may hold a secret."""
    return url.split("://")[-1].split("/")[0]
