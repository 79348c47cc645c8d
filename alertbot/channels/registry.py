"""Every channel by its name: one line each. Edge.

A factory raises ChannelError, in one plain sentence, when what it needs is missing.
"""

import logging
from collections.abc import Callable

from alertbot.channels import apprise, console, email, slack, telegram
from alertbot.channels.channel import Channel
from alertbot.errors import ChannelError
from alertbot.log import event
from alertbot.settings.environment import Secrets

logger = logging.getLogger(__name__)

CHANNELS: dict[str, Callable[[Secrets], Channel]] = {
    "console": console.connect,
    "slack": slack.connect,
    "email": email.connect,
    "telegram": telegram.connect,
    "apprise": apprise.connect,
}


def open_channels(secrets: Secrets) -> dict[str, Channel]:
    """The channels that can work; each of the others is left out with one line in the log."""
    opened: dict[str, Channel] = {}
    for name, connect in CHANNELS.items():
        try:
            opened[name] = connect(secrets)
        except ChannelError as error:
            event(logger, logging.INFO, "channel off", channel=name, why=str(error))
    return opened
