"""Every address of the web panel."""

from django.urls import path

from stellwerk.panel import health, refusals
from stellwerk.panel.pages import page_groups
from stellwerk.signin.urls import urlpatterns as signin

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *signin,
    *(pattern for group in page_groups() for pattern in group.urlpatterns),
]
handler400 = refusals.bad
handler403 = refusals.forbidden
handler404 = refusals.missing
handler500 = refusals.broken
