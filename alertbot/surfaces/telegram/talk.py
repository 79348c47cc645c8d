"""Conversations: each update to the counter, each reply back to its chat. Edge."""

import logging
from typing import Any

from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from tzfpy import get_tz

from alertbot.alerts.alert import Address
from alertbot.channels.telegram.answer import said
from alertbot.desk import command as c
from alertbot.desk.action import decode
from alertbot.desk.alerting import buttons
from alertbot.desk.command import Command
from alertbot.desk.reply import Reply, plain
from alertbot.language import language
from alertbot.log import event
from alertbot.secret import Secret
from alertbot.store.visits import Visits
from alertbot.surfaces.counter import Counter
from alertbot.surfaces.telegram import answer
from alertbot.surfaces.telegram.hear import Bot, address_of, asked_in, delivery_under, in_group, visitor_of
from alertbot.surfaces.telegram.pressing import Presses

logger = logging.getLogger(__name__)

LARGEST_IMPORT = 256 * 1024
HEARD = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update Telegram is asked for."""

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


class Talk:
    """The handlers of one application."""

    def __init__(self, counter: Counter, visits: Visits, bot: Bot, token: Secret, presses: Presses) -> None:
        self._counter = counter
        self._visits = visits
        self._bot = bot
        self._token = token
        self._presses = presses

    def join(self, app: App) -> None:
        """Makes `app` hand its updates to this."""
        app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self._edited))
        app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._moved))
        app.add_handler(MessageHandler(filters.LOCATION & filters.ChatType.PRIVATE, self._located))
        app.add_handler(MessageHandler(filters.Document.ALL, self._document))
        app.add_handler(MessageHandler(filters.TEXT, self._heard))
        app.add_handler(CallbackQueryHandler(self._pressed))
        app.add_handler(ChatMemberHandler(self._member, ChatMemberHandler.MY_CHAT_MEMBER))
        app.add_error_handler(self._failed)

    async def _heard(self, update: Update, _: Context) -> None:
        message = update.message
        if message is None:
            return
        command = await self._answered(message) or asked_in(message, self._bot)
        if command is not None:
            await self._serve(message, command)

    async def _answered(self, message: Message) -> Command | None:
        """What is said in answer to a question of ours goes in the place of the watch it was about.

        In a private chat that is also what is said next; a command, or a button, gives the question up.
        """
        place = address_of(message).to
        watch = "" if in_group(message.chat) else await self._visits.next_about(place)
        asked = message.reply_to_message
        if asked is not None and asked.from_user is not None and asked.from_user.id == self._bot.id:
            watch = await self._visits.asked(place, str(asked.message_id)) or watch
        text = message.text or ""
        return c.Edit(watch=watch, text=text) if watch and text and not text.startswith("/") else None

    async def _ask(self, message: Message, sent: str, about: str) -> None:
        """Remembers that the message `sent` asks about a watch."""
        if about:
            await self._visits.ask(address_of(message).to, sent, about, next_=not in_group(message.chat))

    async def _serve(self, message: Message, command: Command) -> None:
        visitor = visitor_of(message, message.from_user, self._bot, is_admin=await self._is_admin(message, None))
        reply = await self._counter.serve(command, visitor)
        if not reply.paragraphs and reply.brief:
            reply = Reply(paragraphs=(plain(reply.brief),))
        sent = await answer.send(message, reply, quote=in_group(message.chat))
        await self._ask(message, sent, reply.asks_about)

    async def _pressed(self, update: Update, _: Context) -> None:
        """The answer comes in place of the message, or after it."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        reply = await self._reply_to(query, decode(query.data or ""))
        await self._presses.acknowledge(query, reply.brief)
        await self._show(query, reply)

    async def _reply_to(self, query: CallbackQuery, command: Command) -> Reply:
        message = query.message
        if not isinstance(message, Message) or not message.is_accessible:
            return Reply(brief=language(query.from_user.language_code or "en").say("This message is too old."))
        await self._visits.next_about(address_of(message).to)
        is_admin = await self._is_admin(message, query.from_user)
        visitor = visitor_of(message, query.from_user, self._bot, is_admin=is_admin)
        return await self._counter.serve(command, visitor)

    async def _show(self, query: CallbackQuery, reply: Reply) -> None:
        """An alert keeps its words: only its buttons change, and what is said about it follows it."""
        message = query.message
        if not isinstance(message, Message) or not message.is_accessible:
            return
        delivery = delivery_under(message)
        if reply.replaces and not (delivery and reply.paragraphs):
            await answer.replace(message, reply)
            return
        if reply.paragraphs:
            sent = await answer.send(message, reply, quote=bool(delivery))
            await self._ask(message, sent, reply.asks_about)
        if delivery:
            words = language(query.from_user.language_code or "en")
            await answer.replace(message, Reply(rows=buttons(delivery, words)))

    async def _edited(self, update: Update, _: Context) -> None:
        """A command that was edited is not done again behind anyone's back; it is said how to."""
        message = update.edited_message
        command = asked_in(message, self._bot) if message else None
        if message is None or command is None or isinstance(command, c.Offer):
            return
        words = language((message.from_user.language_code if message.from_user else None) or "en")
        text = words.say("I read messages once; please send the changed one anew.")
        await answer.send(message, Reply(paragraphs=(plain(text),)), quote=True)

    async def _moved(self, update: Update, _: Context) -> None:
        """A group became a supergroup: both chats say so, the second time changes nothing."""
        message = update.message
        if message is None:
            return
        old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
        await self._counter.follow(
            Address(channel="telegram", to=str(old)), Address(channel="telegram", to=str(new))
        )
        event(logger, logging.INFO, "chat moved", old=old, new=new)

    async def _located(self, update: Update, _: Context) -> None:
        message = update.message
        if message is not None and message.location is not None:
            zone = get_tz(message.location.longitude, message.location.latitude)
            await self._serve(message, c.SetTimezone(text=zone))

    async def _document(self, update: Update, _: Context) -> None:
        """A text file is a watchlist to import: in a group only with `/import`, in private as it is."""
        message = update.message
        if message is None or message.document is None:
            return
        said_ = asked_in(message, self._bot)
        wanted = isinstance(said_, c.Malformed) and said_.verb == "import"
        if not wanted and (in_group(message.chat) or message.document.mime_type != "text/plain"):
            return
        if (message.document.file_size or 0) > LARGEST_IMPORT:
            words = language((message.from_user.language_code if message.from_user else None) or "en")
            await answer.send(message, Reply(paragraphs=(plain(words.say("That file is too large.")),)))
            return
        file = await message.document.get_file()
        text = bytes(await file.download_as_bytearray()).decode("utf-8", "replace")
        await self._serve(message, c.Import(text=text))

    async def _member(self, update: Update, _: Context) -> None:
        """The bot was blocked or kicked, or is back; a group that takes it in is greeted."""
        change = update.my_chat_member
        if change is None:
            return
        was, is_ = _is_in(change.old_chat_member.status), _is_in(change.new_chat_member.status)
        if was == is_:
            return
        await self._counter.gone(Address(channel="telegram", to=str(change.chat.id)), back=is_)
        event(logger, logging.INFO, "chat joined" if is_ else "chat left", chat=change.chat.id)
        if is_ and in_group(change.chat):
            await self._greet(change)

    async def _greet(self, change: ChatMemberUpdated) -> None:
        words = language(change.from_user.language_code or "en")
        text = words.say("Hello. Send /watch sovereign AI, and I tell this group of it once, with the reason.")
        await answer.patiently(lambda: change.chat.send_message(text))

    async def _is_admin(self, message: Message, user: User | None) -> bool:
        """Everyone is in a private chat; in a group Telegram says it, also of who speaks as the group."""
        user = user or message.from_user
        if not in_group(message.chat):
            return True
        if user is None or (message.sender_chat is not None and message.sender_chat.id == message.chat.id):
            return message.sender_chat is not None
        member = await message.chat.get_member(user.id)
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    async def _failed(self, update: object, context: Context) -> None:
        """One line; who left or cannot be reached needs no answer, others are told that it is our fault."""
        error = context.error
        why = said(error, self._token) if isinstance(error, TelegramError) else type(error).__name__
        known = isinstance(error, Forbidden | NetworkError) and not isinstance(error, BadRequest)
        event(logger, logging.WARNING, "telegram answer failed", why=why)
        if error is not None and not isinstance(error, TelegramError):
            logger.error("a fault in alertbot", exc_info=error)
        message = update.effective_message if isinstance(update, Update) else None
        if not known and isinstance(message, Message):
            user = update.effective_user if isinstance(update, Update) else None
            words = language((user.language_code if user else None) or "en")
            text = words.say("Something went wrong here; please try again in a moment.")
            await answer.send(message, Reply(paragraphs=(plain(text),)))


def _is_in(status: str) -> bool:
    return status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
