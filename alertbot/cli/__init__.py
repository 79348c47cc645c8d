"""The command line: one module a command, one entry point."""

from alertbot.cli.main import main

__all__ = ["main"]
