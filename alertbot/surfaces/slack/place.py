"""Where a request of Slack comes from, and for whom it is. Payloads in, values out. No IO.

A channel's watchlist is the channel's; everywhere else, in a direct message, App Home or a modal that was
opened there, people ask for themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alertbot.alerts.alert import Address

CHANNELS = ("C", "G")
"""What the ids of public and private channels begin with; direct messages begin with D."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`to` is the channel or the user that is told; `user` is who asks."""

    to: str
    user: str

    @property
    def address(self) -> Address:
        return Address(channel="slack", to=self.to)

    @property
    def is_channel(self) -> bool:
        return self.to.startswith(CHANNELS)


def place_at(channel: str, user: str) -> Place:
    """The place of something said by `user` in `channel` (an id)."""
    return Place(to=channel if channel.startswith(CHANNELS) else user, user=user)


def of_command(body: Mapping[str, Any]) -> Place:
    """The place of a slash command."""
    return place_at(str(body.get("channel_id", "")), str(body["user_id"]))


def of_interaction(body: Mapping[str, Any]) -> Place:
    """The place of a button, a shortcut or a modal: the message's channel, else what the view was made for."""
    user = str(body["user"]["id"])
    view = body.get("view") or {}
    if view.get("type") == "home":
        block = (body.get("actions") or [{}])[0].get("block_id") or ""
        return place_at(block.partition("/")[0], user)
    if view:
        return place_at(str(view.get("private_metadata") or "").partition("/")[0], user)
    return place_at(str((body.get("channel") or {}).get("id") or ""), user)


def watch_of(view: Mapping[str, Any]) -> str:
    """The id of the watch a modal edits, empty when it adds one."""
    return str(view.get("private_metadata") or "").partition("/")[2]
