"""Slack: `render` is pure, `send` speaks the Web API, `outcome` judges its answers."""

from alertbot.channels.slack.send import Slack, connect

__all__ = ["Slack", "connect"]
