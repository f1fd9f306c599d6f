"""Sources: where people come from."""
