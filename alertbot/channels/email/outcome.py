"""What a mail server's answer means for a delivery. An error of the client in, an outcome out. No IO.

Codes are RFC 5321's, the finer ones after them (`5.1.1`) RFC 3463's.
"""

import re
import ssl

from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPConnectResponseError,
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
    fine = re.match(r"\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b", why)
    if _for_now(error) or (fine and fine.groups() == ("2", "2")):  # a full mailbox empties again
        return Retry(why=why)
    if error.code in LOGIN_WANTED:
        return Unauthorised(why=why)
    if fine:
        return Gone(why=why) if fine[1] == "1" or fine.groups() == ("2", "1") else Rejected(why=why)
    return Gone(why=why) if error.code in NO_SUCH_MAILBOX else Rejected(why=why)


def _answer(error: SMTPResponseException) -> Outcome:
    why = said(error)
    match error:
        case SMTPConnectResponseError() | SMTPHeloError():
            return Retry(why=why)  # the server is not ready for anybody
        case _ if _for_now(error):
            return Retry(why=why)
        case SMTPAuthenticationError():
            return Unauthorised(why=why)
        case SMTPSenderRefused() if error.code != TOO_BIG:
            return Unauthorised(why=why)  # nothing from this sender is taken until EMAIL_FROM is mended
    return Unauthorised(why=why) if error.code in LOGIN_WANTED else Rejected(why=why)


def _for_now(error: SMTPResponseException) -> bool:
    """Whether the server may say something else later; a code that is none is a broken answer."""
    return error.code < 500


def _line(text: str) -> str:
    shown = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(shown.split())[:LONGEST_WORD]
