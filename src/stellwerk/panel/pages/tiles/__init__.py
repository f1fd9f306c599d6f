"""The tiles of the start page, as administrators arrange them."""
