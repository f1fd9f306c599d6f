"""Every address of the web panel."""

from django.urls import path

from stellwerk.panel import error_pages, health
from stellwerk.panel.pages import page_groups
from stellwerk.signin.urls import urlpatterns as signin
from stellwerk.sso.urls import urlpatterns as sso

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *signin,
    *sso,
    *(pattern for group in page_groups() for pattern in group.urlpatterns),
]
handler400 = error_pages.bad
handler403 = error_pages.forbidden
handler404 = error_pages.missing
handler500 = error_pages.broken
