"""Slack's conversations: commands, buttons, modals and App Home, brought to the desk and back."""

from alertbot.surfaces.slack.serve import listen, routes
from alertbot.surfaces.slack.wiring import wiring_of

__all__ = ["listen", "routes", "wiring_of"]
