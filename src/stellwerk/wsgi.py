"""The web application, for any WSGI server: ``stellwerk.wsgi:application``.

STELLWERK_DATA names the data folder; its store must have been opened (and so migrated) before.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stellwerk.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

# What follows needs Django to be set up.
from stellwerk.panel import assets, server, warming  # noqa: E402

warming.warm_up()
application = assets.serving(django_application)
server.end_with_parent()
