"""A subject and two bodies in, a whole message out. No IO.

Nothing a feed says can become a header: every text is flattened to one printable line first, and
`email.policy` refuses what would still break one.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

LONGEST_SUBJECT = 180
SENDER_NAME = "alertbot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a reader sees. `text` stands alone; `html` is a whole document."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The rest of a message. `id` is a function of the delivery and becomes the Message-ID.

    `references` are the ids of messages this one belongs to, the oldest first. `headers` are further
    ones, already safe.
    """

    id: str
    sender: str
    to: str
    date: datetime
    references: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class _Policy(EmailPolicy):
    """Headers made of ids and links are folded between them; a long one would be encoded, and so be lost."""

    def fold(self, name: str, value: str) -> str:
        if name in UNBREAKABLE:
            return (
                f"{name}: " + self.linesep.join(" " + word for word in str(value).split()).lstrip() + self.linesep
            )
        return str(super().fold(name, value))


UNBREAKABLE = frozenset({"Message-ID", "In-Reply-To", "References", "List-Id", "List-Unsubscribe"})
ASCII = _Policy(linesep="\r\n")
UTF8 = _Policy(linesep="\r\n", utf8=True)


def compose(content: Content, envelope: Envelope) -> EmailMessage:
    """The multipart/alternative message of `content`, the text part first (RFC 2046, 5.1.4).

    Raises ValueError when an address cannot stand in a header.
    """
    to = ascii_domain(envelope.to)
    message = EmailMessage(policy=ASCII if to.isascii() else UTF8)
    domain = ascii_domain(envelope.sender).rpartition("@")[2]
    try:
        message["From"] = Address(SENDER_NAME, addr_spec=ascii_domain(envelope.sender))
        message["To"] = Address(addr_spec=to)
    except MessageError as error:
        raise ValueError(f"{envelope.to} is no address that mail knows") from error
    message["Subject"] = one_line(content.subject, most=LONGEST_SUBJECT)
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = message_id(envelope.id, domain)
    if envelope.references:
        known = [message_id(each, domain) for each in envelope.references]
        message["In-Reply-To"] = known[-1]
        message["References"] = " ".join(known)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday note need answer
    for name, value in envelope.headers.items():
        message[name] = value
    message.set_content(_encodable(content.text), cte="quoted-printable")
    message.add_alternative(_encodable(content.html), subtype="html", cte="quoted-printable")
    return message


def message_id(local: str, domain: str) -> str:
    return f"<{local}@{domain}>"


def one_line(text: str, *, most: int) -> str:
    """`text` without line breaks and invisible characters, cut at a word when it is longer than `most`."""
    shown = "".join(" " if unicodedata.category(each) in _UNSEEN else each for each in text)
    line = " ".join(_encodable(shown).split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


_UNSEEN = frozenset({"Cc", "Zl", "Zp"})


def ascii_domain(address: str) -> str:
    """`address` with its domain as DNS knows it. Raises ValueError (UnicodeError) for one it cannot know."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _encodable(text: str) -> str:
    """`text` without lone surrogates, which a feed can name and no encoding has."""
    return text.encode("utf-8", "replace").decode("utf-8")
