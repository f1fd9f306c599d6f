"""The one way out for addresses that somebody typed: metadata, webhooks, imports."""
