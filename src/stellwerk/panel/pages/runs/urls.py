"""Runs: everything that takes longer, under way and done."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.runs import deeds, log, views

urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/read/", deeds.read, name="run-read"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/log/", log.log, name="run-log"),
    path("runs/<int:pk>/log.txt", log.log_file, name="run-log-file"),
    path("runs/<int:pk>/cancel/", deeds.cancel, name="run-cancel"),
]
menu = [MenuItem(Section.COMMON, 20, "runs", _("Runs"), "history")]
