"""A small page to look inside: read only, without scripts."""
