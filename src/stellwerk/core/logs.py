"""How a service tells what happens: one line per event, key=value, on standard error."""

import sys

import structlog


def to_stderr() -> None:
    """Write logs as ``timestamp=... level=... event=... key=value``."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], drop_missing=True
            ),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
