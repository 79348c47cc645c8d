"""alertbot watches news sources and tells people, once and with the reason."""

__version__ = "0.1.0.dev0"
