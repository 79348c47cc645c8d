"""What conversations on Slack are made of. Edge."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.settings.environment import Secrets
from alertbot.settings.load import Settings
from alertbot.store.store import Store
from alertbot.surfaces.counter import Counter
from alertbot.surfaces.opened import house
from alertbot.surfaces.slack.app import Conversations, Rules
from alertbot.surfaces.slack.serve import bolt_app


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The app and the client it speaks through."""

    app: AsyncApp
    client: AsyncWebClient


def has_socket(given: Secrets) -> bool:
    """Whether Slack is listened to over a socket."""
    return given.slack_bot_token is not None and given.slack_app_token is not None


def has_door(given: Secrets) -> bool:
    """Whether Slack may come to the web role."""
    return given.slack_bot_token is not None and given.slack_signing_secret is not None


def wiring_of(
    settings: Settings, store: Store, counter: Counter, *, clock: Callable[[], datetime]
) -> Wiring | None:
    """As the environment says; None without a bot token."""
    given = settings.secrets
    if given.slack_bot_token is None:
        return None
    client = AsyncWebClient(
        given.slack_bot_token.reveal(), base_url=given.slack_api_url or AsyncWebClient.BASE_URL
    )
    rules = Rules(house=house(settings), managers=frozenset(settings.file.slack.managers))
    return Wiring(app=bolt_app(Conversations(counter, store, client, rules, clock=clock), client), client=client)
