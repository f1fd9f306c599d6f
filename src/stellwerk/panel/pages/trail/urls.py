"""The trail: who changed what."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.trail import exports, views

urlpatterns = [
    path("trail/", views.trail, name="trail"),
    path("trail/export.csv", exports.as_csv, name="trail-csv"),
    path("trail/export.json", exports.as_json, name="trail-json"),
]
menu = [MenuItem(Section.PORTAL, 80, "trail", _("Trail"), "scroll-text")]
