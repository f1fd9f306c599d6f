"""Runs: everything that takes longer, under way and done."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.runs import deeds, views

urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/read/", deeds.read, name="run-read"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/cancel/", deeds.cancel, name="run-cancel"),
]
menu = [MenuItem(Section.PORTAL, 70, "runs", _("Runs"), "history")]
