"""Throw-away servers for the tests, each in its own folder and on free loopback ports."""
