"""Targets: the list, each one's page, its form, and its removal."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.targets import deeds, editing, views

urlpatterns = [
    path("targets/", views.targets, name="targets"),
    path("targets/new/", editing.new, name="target-new"),
    path("targets/<uuid:public_id>/", views.target, name="target"),
    path("targets/<uuid:public_id>/edit/", editing.edit, name="target-edit"),
    path("targets/<uuid:public_id>/remove/", deeds.remove, name="target-remove"),
]
menu = [MenuItem(Section.PORTAL, 76, "targets", _("Targets"), "server")]
