"""``python -m stellwerk``."""

import sys

from stellwerk.cli import main

sys.exit(main())
