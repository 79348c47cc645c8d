"""The status page of the web role: how it stands, what alerted and why, and a place to try watches. Edge."""

from alertbot.surfaces.status.pages import routes

__all__ = ["routes"]
