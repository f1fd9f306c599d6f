"""Tiles: the ways from the start page to the services people use."""
