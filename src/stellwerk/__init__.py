"""Stellwerk: the signal box for an organisation's identities."""
