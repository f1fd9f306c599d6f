"""Django's settings, from the few things needed to reach the store: flag > variable > file.

DATA is the data folder: `--data`, STELLWERK_DATA, else ./var. DATA/store.toml may name another
database: `database = "sqlite:///path"`, and `trusted_proxies = ["10.0.0.1"]`, whose X-Forwarded-For
is believed.
"""

import os
import secrets
import tomllib
from pathlib import Path
from typing import Any

from stellwerk.core.secrets import KeyMissing, Keyring

DATA = Path(os.environ.get("STELLWERK_DATA", "var")).absolute()
STELLWERK_KEY_FILE = Path(os.environ.get("STELLWERK_KEY_FILE") or DATA / "secret.key")


def _bootstrap() -> dict[str, Any]:
    file = DATA / "store.toml"
    return tomllib.loads(file.read_text()) if file.exists() else {}


def _secret_key() -> str:
    """From the key file; without one (tools, the very first start) good for this process only."""
    try:
        return Keyring.load(STELLWERK_KEY_FILE).derive("django")
    except KeyMissing:
        return secrets.token_hex(32)


_STORE = _bootstrap()

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA / _STORE.get("sqlite", "stellwerk.sqlite")),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        },
        # Every connection is opened by a coordinator or job thread and closed by it.
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": None},
    }
}
INSTALLED_APPS = [
    "stellwerk.portals",
    "stellwerk.jobs",
    "stellwerk.people",
    "stellwerk.sources",
    "stellwerk.targets",
    "stellwerk.signin",
    "stellwerk.tiles",
    "stellwerk.sync",
    "stellwerk.audit",
    "stellwerk.sso",
    "stellwerk.panel",
]
AUTH_USER_MODEL = "people.Person"
# Logins are unique per portal, which our own sign-in knows; Django's check wants them global.
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = _secret_key()

# The web panel. Everything named below by its path is loaded with the first request, not before:
# the command line never sees it.
TRUSTED_PROXIES = frozenset(_STORE.get("trusted_proxies", ()))
# Which host names are answered is decided by HostMiddleware, from the portals' addresses.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "stellwerk.urls"
WSGI_APPLICATION = "stellwerk.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "stellwerk.panel.middleware.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "stellwerk.panel.middleware.host.HostMiddleware",
    "stellwerk.signin.middleware.session.SessionMiddleware",
    "stellwerk.panel.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stellwerk.signin.middleware.access.AccessMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "stellwerk.panel.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "stellwerk.panel.context.panel",
            ],
        },
    }
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_NAME = "stellwerk_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stellwerk.panel.error_pages.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PASSWORD_HASHERS = ["stellwerk.signin.hashing.Hasher"]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "stellwerk_language"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
