"""What the benchmark of the panel's pages is made of: its world, its addresses, its browser."""

SPARE = "spare"
"""The name of a source, a target and an access profile that nothing hangs on."""
