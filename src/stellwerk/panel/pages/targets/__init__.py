"""Targets: where people go."""
