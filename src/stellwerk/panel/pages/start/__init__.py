"""The start page of whoever signs in: the ways to the services."""
