"""What the configuration file may say: its tables and keys. No IO.

A key's description completes the sentence "<key> must be …", which a reader of a faulty file sees.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from alertbot.errors import QueryError
from alertbot.events.verdict import Policy
from alertbot.language import languages
from alertbot.settings.values import (
    AppriseUrl,
    Clock,
    Duration,
    EmailAddress,
    HttpAddress,
    Label,
    Network,
    Quiet,
    Several,
    SlackId,
    SlackUser,
    TelegramChat,
)

DAY = timedelta(days=1)
CHANNELS = ("slack", "telegram", "email", "apprise", "console")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a file is checked with beyond its types. `taken` fills up with the values met once."""

    check_watch: Callable[[str], object]
    taken: set[tuple[str | None, str]] = field(default_factory=set)


def said(sentence: str) -> PydanticCustomError:
    """A fault whose own words follow the key, instead of the key's description."""
    return PydanticCustomError("said", sentence)


def _once(value: str, info: ValidationInfo) -> str:
    checks: Checks | None = info.context
    if checks is not None:
        if (info.field_name, value) in checks.taken:
            raise said(" was already used above; each must be another one")
        checks.taken.add((info.field_name, value))
    return value


def _readable(watch: str, info: ValidationInfo) -> str:
    checks: Checks | None = info.context
    if checks is not None:
        try:
            checks.check_watch(watch)
        except QueryError as error:
            raise said(f": {error}") from error
    return watch


def _spoken(tag: str) -> str:
    if tag not in languages():
        raise ValueError(tag)
    return tag


Tongue = Annotated[str, AfterValidator(_spoken)]


class Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class BotSettings(Table):
    timezone: ZoneInfo = Field(ZoneInfo("UTC"), description='a time zone such as "Europe/Paris"')
    open: bool = Field(default=True, description="true or false")
    max_age: Duration = Field(
        3 * DAY, ge=timedelta(minutes=1), le=365 * DAY, description='a duration from "1m" to "365d", such as "3d"'
    )
    retention: Duration = Field(
        14 * DAY, ge=DAY, le=365 * DAY, description='a duration from "1d" to "365d", such as "14d"'
    )


class FetchSettings(Table):
    interval: Duration = Field(
        timedelta(minutes=5),
        ge=timedelta(seconds=1),
        le=7 * DAY,
        description='a duration from "1s" to "7d", such as "5m"',
    )
    max_interval: Duration = Field(
        DAY, le=30 * DAY, validate_default=True, description='a duration up to "30d", such as "24h"'
    )
    allow_networks: Several[Network] = Field((), description='a list of networks such as ["127.0.0.0/8"]')
    full_text: bool = Field(default=True, description="true or false")

    @field_validator("max_interval")
    @classmethod
    def _not_below_interval(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        if value < info.data.get("interval", value):
            raise said(" must not be shorter than fetch.interval")
        return value


class SlackSettings(Table):
    managers: Several[SlackUser] = Field((), description='a list of user ids such as ["U0123456789"]')


class SourceSettings(Table):
    """One feed. `url` may hold credentials: it stays out of the representation."""

    url: Annotated[HttpAddress, AfterValidator(_once)] = Field(
        repr=False, description='the http or https address of a feed, such as "https://techcrunch.com/feed/"'
    )
    name: Label | None = Field(None, description='a name on one line, such as "TechCrunch"')
    tags: Several[Label] = Field((), description='a list of short words such as ["tech"]')


class SubscriberSettings(Table):
    """One provisioned subscriber. `telegram` is "chat" or "chat:topic"."""

    name: Annotated[Label, AfterValidator(_once)] = Field(description='a name on one line, such as "ai-desk"')
    watches: Several[Annotated[str, AfterValidator(_readable)]] = Field(
        (), description='a list of watches such as ["Mistral", "sovereign AI"]'
    )
    slack: SlackId | None = Field(
        None, description='the id of a channel or a user, such as "C0123456789"; Slack shows it under About'
    )
    telegram: TelegramChat | None = Field(
        None, description='a chat id such as 123456789, or "-1001234567890:5" for a topic of a group'
    )
    email: EmailAddress | None = Field(None, description='an address such as "desk@example.com"')
    apprise: AppriseUrl | None = Field(None, description='one Apprise URL such as "ntfy://topic"')
    console: bool = Field(default=False, description="true or false")
    digest_at: Clock | None = Field(None, description='a local time such as "08:00"')
    digest_empty: bool = Field(default=False, description="true or false")
    timezone: ZoneInfo | None = Field(None, description='a time zone such as "America/New_York"')
    lang: Tongue = Field("en", description=f"one of {', '.join(languages())}")
    mode: Literal["instant", "digest", "both"] = Field("instant", description='"instant", "digest" or "both"')
    quiet_hours: Quiet | None = Field(None, description='two different local times such as "22:00-07:00"')
    quiet_mode: Literal["hold", "silent"] = Field("hold", description='"hold" or "silent"')
    grouping: Duration | None = Field(
        None, ge=timedelta(minutes=1), le=DAY, description='a duration from "1m" to "24h", such as "30m"'
    )
    policy: Policy = Field("normal", description='"strict", "normal", "broad" or "off"')
    breaking: int | None = Field(None, ge=2, le=100, description="a number of outlets from 2 to 100, such as 5")

    @model_validator(mode="after")
    def _is_told_somewhere(self) -> Self:
        if not any(getattr(self, channel) for channel in CHANNELS):
            raise said(" has no channel; add slack, telegram, email or console = true")
        return self


class File(Table):
    bot: BotSettings = Field(BotSettings(), description="a table that begins with [bot]")
    fetch: FetchSettings = Field(FetchSettings(), description="a table that begins with [fetch]")
    slack: SlackSettings = Field(SlackSettings(), description="a table that begins with [slack]")
    sources: Several[SourceSettings] = Field((), description="tables that each begin with [[sources]]")
    subscribers: Several[SubscriberSettings] = Field((), description="tables that each begin with [[subscribers]]")


TABLES: dict[str, type[Table]] = {
    "bot": BotSettings,
    "fetch": FetchSettings,
    "slack": SlackSettings,
    "sources": SourceSettings,
    "subscribers": SubscriberSettings,
}
