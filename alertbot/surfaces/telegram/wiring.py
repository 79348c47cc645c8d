"""What conversations on Telegram are made of. Edge."""

from dataclasses import dataclass

from alertbot.channels.telegram.bot import API
from alertbot.secret import Secret
from alertbot.settings.environment import Secrets
from alertbot.store.store import Store
from alertbot.store.visits import Visits
from alertbot.surfaces.counter import Counter

PATH = "/telegram/updates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where Telegram posts updates, and the secret by which it is known to be Telegram."""

    url: str
    secret: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """Without a `webhook` updates are polled for. `operators` are users the operator trusts."""

    token: Secret
    counter: Counter
    visits: Visits
    api_url: str = API
    operators: frozenset[int] = frozenset()
    webhook: Webhook | None = None


def wiring_of(given: Secrets, store: Store, counter: Counter) -> Wiring | None:
    """As the environment says; None without a token. A public URL and a secret together mean a webhook."""
    if given.telegram_bot_token is None:
        return None
    webhook = None
    if given.public_url and given.telegram_webhook_secret:
        webhook = Webhook(url=f"{given.public_url}{PATH}", secret=given.telegram_webhook_secret)
    return Wiring(
        token=given.telegram_bot_token,
        counter=counter,
        visits=store.visits,
        api_url=given.telegram_api_url or API,
        operators=given.telegram_admins,
        webhook=webhook,
    )
