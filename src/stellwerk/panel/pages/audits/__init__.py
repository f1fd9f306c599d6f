"""Audits: what targets hold other than what they were sent, and its repair."""
