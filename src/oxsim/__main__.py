"""Run the stand-in with ``python -m oxsim``."""

from oxsim.cli import main

if __name__ == "__main__":
    main()
