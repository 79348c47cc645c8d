"""What Telegram's refusals mean. An error in, an outcome out. No IO.

https://core.telegram.org/bots/api#making-requests says what a refusal looks like; its words are
those of Telegram's own server, https://github.com/tdlib/telegram-bot-api.
"""

from datetime import timedelta

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Unauthorised
from alertbot.secret import Secret

LONGEST_WHY = 200
GONE = (
    "chat not found",
    "chat_restricted",
    "group chat was deactivated",
    "have no rights",
    "message can't be edited",
    "message to edit not found",
    "message_id_invalid",
    "need administrator rights",
    "not enough rights",
    "peer_id_invalid",
    "thread not found",
    "topic_closed",
    "topic_deleted",
    "write_forbidden",
)
"""Refusals that speak of the chat or the place in it, not of what was to be said."""


def is_gone(error: BadRequest) -> bool:
    said = error.message.lower()
    return any(words in said for words in GONE)


def is_unchanged(error: BadRequest) -> bool:
    """Whether an edit was refused because the message looks like that already."""
    return "message is not modified" in error.message.lower()


def outcome_of(error: TelegramError | TimeoutError, token: Secret) -> Outcome:
    """BadRequest and TimedOut are NetworkErrors in this library: they go first."""
    match error:
        case RetryAfter():
            return Retry(why="Telegram asks to wait", after=_wait(error))
        case Forbidden():
            return Gone(why=said(error, token))
        case BadRequest() if is_gone(error):
            return Gone(why=said(error, token))
        case BadRequest():
            return Rejected(why=said(error, token))
        case InvalidToken():
            return Unauthorised(why="Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather")
        case _:
            return Retry(why=said(error, token))


def _wait(error: RetryAfter) -> timedelta:
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def said(error: TelegramError | TimeoutError, token: Secret) -> str:
    """One line that is safe to show: what Telegram said, or how the network failed."""
    if isinstance(error, TimedOut | TimeoutError):
        return "Telegram did not answer in time"
    if error.__cause__ is not None:
        return f"Telegram could not be understood or reached ({type(error.__cause__).__name__})"
    line = " ".join(error.message.split()).replace(token.reveal(), "***")
    return line[:LONGEST_WHY]
