"""What a mail server's answer means for a delivery. An error of the client in, an outcome out. No IO.

Codes are RFC 5321's, the finer ones after them (`5.1.1`) RFC 3463's.
"""

import re
import ssl

from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPConnectResponseError,
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Unauthorised

LOGIN_WANTED = frozenset({530, 534, 535, 538})
NO_SUCH_MAILBOX = frozenset({550, 551, 553, 556})
TOO_BIG = 552
ADDRESS = 1
"""The subject of the finer codes about addresses."""

DISABLED_MAILBOX = (2, 1)
FULL_MAILBOX = (2, 2)
BAD_SENDER = frozenset({(1, 7), (1, 8)})
LONGEST_WORD = 300


def outcome_of(error: Exception) -> Outcome:
    """The outcome of an attempt that ended with `error`."""
    match error:
        case SMTPRecipientsRefused():
            return _recipient(error.recipients[0])
        case SMTPResponseException():
            return _answer(error)
        case ssl.SSLCertVerificationError():  # which is a ValueError and an OSError besides
            return _connection(error)
        case SMTPNotSupported() | ValueError():
            return Rejected(why=f"this address needs what the mail server cannot do: {_line(str(error))}")
        case SMTPTimeoutError() | TimeoutError():
            return Retry(why="the mail server did not answer in time")
        case SMTPServerDisconnected() | SMTPConnectError() | OSError():
            return _connection(error)
        case SMTPException():  # STARTTLS or every known way to log in is missing
            return Unauthorised(why=_line(str(error)))
    return Retry(why=f"the mail client failed: {type(error).__name__}")


def said(error: SMTPResponseException) -> str:
    """The server's words on one line."""
    if error.code < 0:
        return "the mail server answered something that is no SMTP"
    return _line(f"{error.code} {error.message}")


def _connection(error: Exception) -> Outcome:
    """A certificate that cannot be verified is a fault to mend, any other broken connection is weather."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unauthorised(why=f"the mail server's certificate is not valid: {cause.verify_message}")
        cause = cause.__cause__ or cause.__context__
    return Retry(why=f"the connection to the mail server failed: {_line(str(error)) or type(error).__name__}")


def _recipient(error: SMTPResponseException) -> Outcome:
    why = said(error)
    fine = _fine(why)
    if _for_now(error) or fine == FULL_MAILBOX:  # which empties again
        return Retry(why=why)
    if error.code in LOGIN_WANTED or fine in BAD_SENDER:
        return Unauthorised(why=why)
    if fine:
        return Gone(why=why) if _is_gone(fine) else Rejected(why=why)
    return Gone(why=why) if error.code in NO_SUCH_MAILBOX else Rejected(why=why)


def _answer(error: SMTPResponseException) -> Outcome:
    why = said(error)
    fine = _fine(why)
    match error:
        case SMTPConnectResponseError() | SMTPHeloError():
            return Retry(why=why)  # the server is not ready for anybody
        case _ if _for_now(error):
            return Retry(why=why)
        case SMTPAuthenticationError():
            return Unauthorised(why=why)
        case SMTPSenderRefused() if error.code != TOO_BIG:
            return Unauthorised(why=why)  # nothing from this sender is taken until EMAIL_FROM is mended
        case SMTPDataError() if fine and _is_gone(fine):
            return Gone(why=why)  # some servers look for the mailbox when they have the message
    return Unauthorised(why=why) if error.code in LOGIN_WANTED or fine in BAD_SENDER else Rejected(why=why)


def _fine(why: str) -> tuple[int, int] | None:
    """Subject and detail of a permanent failure, where the server says them (RFC 3463)."""
    found = re.match(r"\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b", why)
    return (int(found[1]), int(found[2])) if found else None


def _is_gone(fine: tuple[int, int]) -> bool:
    return fine == DISABLED_MAILBOX or (fine[0] == ADDRESS and fine not in BAD_SENDER)


def _for_now(error: SMTPResponseException) -> bool:
    """Whether the server may say something else later; a code that is none is a broken answer."""
    return error.code < 500


def _line(text: str) -> str:
    shown = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(shown.split())[:LONGEST_WORD]
