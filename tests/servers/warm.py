"""Loaded once by the server that forks the children: what costs time and reads no setting.

Every child opens its own data folder afterwards; none inherits a connection.
"""

import click  # noqa: F401
import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401
import django.core.exceptions
import django.core.management.commands.migrate
import django.db.backends.sqlite3.base
import django.db.migrations.executor
import django.http
import django.urls
import django.views.generic  # noqa: F401
import lxml.etree  # noqa: F401
import PIL.Image  # noqa: F401
import rich.progress
import rich.table  # noqa: F401
import structlog  # noqa: F401

import oxsim.cli
import oxsim.testing  # noqa: F401
import stellwerk.cli.main
import stellwerk.targets.ox.server  # noqa: F401
