"""A made-up town administration as an LDIF file in the shape UCS has.

Two contexts, the usual access profiles, people with umlauts, sharp s, double names and titles, two
pairs of namesakes, photos, aliases, birthdays in both forms, groups (nested, empty, with ``&`` and
a comma in the name), rooms and a projector, two functional accounts, some people without OX, some
disabled. Three people are planted who cannot be carried, each for another reason: see
`troublemakers`. All of it follows from a seed.
"""

from stellwerk.demo.directory.troublemakers import TROUBLEMAKERS
from stellwerk.demo.directory.write import write_directory

__all__ = ["TROUBLEMAKERS", "write_directory"]
