"""A subscriber by name, for commands that are about one."""

from alertbot.alerts.subscriber import Subscriber
from alertbot.errors import UsageError
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.store.store import Store

MOST_NAMED = 20


async def subscriber_named(store: Store, settings: Settings, name: str) -> Subscriber:
    """The subscriber as it is kept, or as the configuration will make it.

    Raises UsageError, which names those there are.
    """
    provisioned = {each.name: each for each in provision.subscribers(settings.file)}
    found = await store.subscribers.get(name) or provisioned.get(name)
    if found is None:
        known = sorted({*provisioned, *[each.name async for each in store.subscribers.each()]})
        raise UsageError(f"there is no subscriber {name}; {_listed(known)}")
    return found


def _listed(names: list[str]) -> str:
    if not names:
        return "there are none yet: a chat becomes one by talking to the bot"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"those there are: {', '.join(names[:MOST_NAMED])}{more}"
