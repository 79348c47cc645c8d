"""What comes from the environment: secrets, addresses of servers, where to keep data. Edge.

A secret VAR may instead stand in a file that VAR_FILE names. An empty value counts as unset.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from alertbot.errors import UsageError
from alertbot.secret import Secret
from alertbot.settings.sentinels import sentinels_of
from alertbot.settings.values import (
    EmailAddress,
    HttpAddress,
    LongToken,
    PublicAddress,
    RedisUrl,
    SmtpUrl,
    Token,
    UserIds,
    from_text,
)

ONE_WORD = "one word without spaces"


class Secrets(BaseModel):
    """One attribute a variable; None where it is unset and has no default.

    `slack_api_url` ends with a slash, as slack-sdk wants it; `telegram_api_url` and `public_url` do not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    redis_url: RedisUrl | None = Field(
        None, description="redis://…, rediss://…, unix://… or redis+sentinel://host:26379,…/service"
    )
    slack_bot_token: Token | None = Field(None, description=ONE_WORD)
    slack_app_token: Token | None = Field(None, description=ONE_WORD)
    slack_signing_secret: Token | None = Field(None, description=ONE_WORD)
    slack_api_url: Annotated[HttpAddress, AfterValidator(lambda url: url.rstrip("/") + "/")] | None = Field(
        None, repr=False, description="an http or https address such as https://slack.com/api/"
    )
    telegram_bot_token: Token | None = Field(None, description=ONE_WORD)
    telegram_api_url: Annotated[HttpAddress, AfterValidator(lambda url: url.rstrip("/"))] | None = Field(
        None, repr=False, description="an http or https address such as https://api.telegram.org"
    )
    telegram_webhook_secret: Token | None = Field(None, description=ONE_WORD)
    telegram_admins: UserIds = Field(
        frozenset(), description="user ids with commas between them, such as 123456789,987654321"
    )
    smtp_url: SmtpUrl | None = Field(
        None,
        description="smtp://, smtp+starttls:// or smtps:// and user:password@host:port, "
        "with special characters in the password percent-encoded",
    )
    email_from: EmailAddress | None = Field(None, description="an address such as alerts@example.com")
    email_unsubscribe: EmailAddress | None = Field(None, description="an address such as stop@example.com")
    port: Annotated[int, from_text(int)] = Field(8080, ge=0, le=65535, description="a number from 0 to 65535")
    public_url: PublicAddress | None = Field(
        None, description="an https address without credentials; http is for this machine only"
    )
    status_token: LongToken | None = Field(None, description="one word of at least 16 characters")
    data_dir: Annotated[Path, from_text(Path)] = Field(
        default_factory=lambda: user_data_path("alertbot", appauthor=False), description="a folder"
    )
    log: Literal["console", "json"] = Field("console", description="console or json")

    def hidden(self) -> tuple[Secret, ...]:
        """All the secrets that are set, and the passwords inside those that are URLs."""
        whole = [value for _, value in self if isinstance(value, Secret)]
        passwords = [urlsplit(value.reveal()).password for value in whole if "://" in value.reveal()]
        sentinels = sentinels_of(self.redis_url.reveal()) if self.redis_url else None
        passwords += [sentinels.sentinel_password.reveal()] if sentinels and sentinels.sentinel_password else []
        return (*whole, *(Secret(form) for each in passwords if each for form in {each, unquote(each)}))


def variable(name: str) -> str:
    """The variable for the attribute `name` of Secrets."""
    return f"ALERTBOT_{name.upper()}" if name in ("data_dir", "log") else name.upper()


VARIABLES = {variable(name): name for name in Secrets.model_fields}


def read_secrets(environ: Mapping[str, str]) -> Secrets:
    """Raises UsageError with all faults, one a line; it names variables and never shows a value."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for name, attribute in VARIABLES.items():
        try:
            value = _value(environ, name)
        except UsageError as error:
            faults.append(str(error))
            continue
        if value:
            values[attribute] = value
    try:
        secrets = Secrets(**values)
    except ValidationError as error:
        faults += [_fault(str(each["loc"][0])) for each in error.errors(include_input=False)]
    if faults:
        raise UsageError("\n".join(faults))
    return secrets


def _value(environ: Mapping[str, str], name: str) -> str:
    """The value of a variable, or of the file that its `_FILE` twin names."""
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "").strip()
    if environ.get(name):
        raise UsageError(f"{name} and {name}_FILE are both set; unset one of them")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not a text file"
        raise UsageError(f"{name}_FILE: cannot read {path}: {why}; name a file that can be read") from error


def _fault(attribute: str) -> str:
    return f"{variable(attribute)} must be {Secrets.model_fields[attribute].description}"
