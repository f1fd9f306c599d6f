"""Trials: settings are tried before they are saved, step by step."""
