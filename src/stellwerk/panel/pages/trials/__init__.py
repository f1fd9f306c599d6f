"""Trials of settings that are not saved yet."""
