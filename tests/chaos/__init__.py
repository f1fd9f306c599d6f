"""The crash test: kill -9 at random times, and the end is the same as without.

`python -m tests.chaos --seeds N [--first SEED] [--json]`; see `tests.chaos.trial` for what one
seed does and `tests.chaos.verdict` for what is compared.
"""
