"""What an update says: who speaks, where, and what they ask for. Updates in, commands out. No IO."""

from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, User
from telegram.constants import ChatType

from alertbot.alerts.alert import Address
from alertbot.desk import command as c
from alertbot.desk.action import decode
from alertbot.desk.command import Command
from alertbot.desk.understand import understand
from alertbot.surfaces.counter import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The bot itself, and the users its operator trusts."""

    name: str
    id: int
    operators: frozenset[int]


def address_of(message: Message) -> Address:
    """The chat, and in a forum the topic: each is a subscriber of its own."""
    topic = f":{message.message_thread_id}" if message.is_topic_message and message.message_thread_id else ""
    return Address(channel="telegram", to=f"{message.chat.id}{topic}")


def visitor_of(message: Message, user: User | None, bot: Bot, *, is_admin: bool) -> Visitor:
    """`user` is None for a channel, and for an admin of a group who speaks anonymously."""
    return Visitor(
        address=address_of(message),
        user=f"telegram:{user.id if user else message.chat.id}",
        lang=(user.language_code if user else None) or "en",
        in_group=in_group(message.chat),
        is_admin=is_admin,
        operator=user is not None and user.id in bot.operators,
        link=f"https://t.me/{bot.name}?start={{word}}",
    )


def in_group(chat: Chat) -> bool:
    return chat.type != ChatType.PRIVATE


def asked_in(message: Message, bot: Bot) -> Command | None:
    """What a message asks for; None when it is not for this bot.

    In a group only commands are, and none that is addressed to another bot or that only another bot
    may know. `/why` in reply to an alert is about that alert.
    """
    text = message.text or message.caption or ""
    said = _command(text, message, bot)
    if said is None:
        return None if in_group(message.chat) or not text.strip() else c.Offer(text=text.strip())
    command = understand(said)
    if isinstance(command, c.Unknown) and in_group(message.chat) and f"@{bot.name}".lower() not in text.lower():
        return None
    if command == c.Why(url=""):
        return c.Why(delivery=delivery_under(message.reply_to_message))
    if command == c.Malformed(verb="import", text="") and message.reply_to_message:
        return c.Import(text=message.reply_to_message.text or "")
    return command


def delivery_under(message: Message | None) -> str:
    """The delivery that the buttons under an alert belong to; empty when it is none."""
    markup = message.reply_markup if message else None
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            command = decode(button.callback_data if isinstance(button.callback_data, str) else "")
            if delivery := getattr(command, "delivery", ""):
                return str(delivery)
    return ""


def _command(text: str, message: Message, bot: Bot) -> str | None:
    """A command without slash and name; None when it is none or another bot's."""
    entities = message.entities or message.caption_entities
    first = entities[0] if entities else None
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    verb, _, name = text[1 : first.length].partition("@")
    if name and name.lower() != bot.name.lower():
        return None
    return verb + text[first.length :]
