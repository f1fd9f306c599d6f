"""The command `stellwerk`."""

from stellwerk.cli.main import main

__all__ = ["main"]
