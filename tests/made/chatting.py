"""A person in a Telegram chat with the bot: says, presses, and reads what comes back."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from tests.made.bot_api import BotApi, Params

DEADLINE_SECONDS = 10.0
DATE = 1773307800


@dataclass(slots=True, kw_only=True)
class Person:
    """`chat` above zero is private; a `topic` is one of a forum. `said` counts what was sent, for ids."""

    api: BotApi
    id: int = 7
    chat: int = 7
    lang: str = "en"
    topic: int | None = None
    said: list[Params] = field(default_factory=list)

    def say(self, text: str, *, reply_to: Params | None = None, **more: object) -> Params:
        """Sends a message; Telegram marks a command at its beginning."""
        return self.api.push(message=self.message(text, reply_to=reply_to, **more))

    def message(self, text: str, *, reply_to: Params | None = None, **more: object) -> Params:
        self.api.message_id += 1
        message: Params = {
            "message_id": self.api.message_id,
            "date": DATE,
            "chat": self._chat(),
            "from": self.user(),
            **({"text": text} if text else {}),
            **more,
        }
        command = re.match(r"/[\w@]+", text)
        if command:
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        if self.topic is not None:
            message |= {"message_thread_id": self.topic, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = reply_to
        return message

    def user(self) -> Params:
        return {"id": self.id, "is_bot": False, "first_name": "Ada", "language_code": self.lang}

    def press(self, label: str, on: Params | None = None) -> Params:
        """Presses the button `label` of a message, the newest that has it unless given."""
        found = [on] if on else [each for each in reversed(self.sees_all()) if label in labels(each)]
        assert found, f"no button {label!r} in {[labels(each) for each in self.sees_all()]}"
        return self.press_data(buttons(found[0])[label], found[0])

    def press_data(self, data: str, on: Params) -> Params:
        query = {
            "id": str(self.api.update_id),
            "from": self.user(),
            "chat_instance": "1",
            "message": on,
            "data": data,
        }
        return self.api.push(callback_query=query)

    def sees_all(self) -> list[Params]:
        """The bot's messages in this chat, oldest first."""
        return [message for (chat, _), message in sorted(self.api.messages.items()) if chat == self.chat]

    async def sees(self, text: str) -> Params:
        """The bot's newest message in this chat that says `text`, as soon as it is there."""
        await until(lambda: any(text in read(each) for each in self.sees_all()), f"{text!r} was seen")
        return next(each for each in reversed(self.sees_all()) if text in read(each))

    async def is_told(self, text: str) -> None:
        """What is said in passing when a button was pressed."""
        await until(lambda: any(text in call.get("text", "") for call in self.api.of("answerCallbackQuery")), text)

    def _chat(self) -> Params:
        if self.chat > 0:
            return {"id": self.chat, "type": "private", "first_name": "Ada"}
        forum = {"is_forum": True} if self.topic is not None else {}
        return {"id": self.chat, "type": "supergroup", "title": "Desk", **forum}


async def until(condition: Callable[[], object], named: str) -> None:
    """Waits until `condition` holds."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + DEADLINE_SECONDS
    while not condition():
        assert loop.time() < deadline, f"never happened: {named}"
        await asyncio.sleep(0.005)


def read(message: Params) -> str:
    """The words of a message, as a reader sees them."""
    return unescape(re.sub(r"<[^<>]*>", "", message.get("text", ""))).replace("\u2060", "")


def buttons(message: Params) -> dict[str, str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def labels(message: Params) -> list[str]:
    return list(buttons(message))
