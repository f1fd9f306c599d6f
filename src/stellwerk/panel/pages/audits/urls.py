"""Audits: what was found, its repair, and leaving things as they are."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.audits import deeds, views

urlpatterns = [
    path("audits/", views.audits, name="audits"),
    path("audits/start/", deeds.start, name="audit-start"),
    path("audits/repair/", deeds.repair, name="audit-repair"),
    path("audits/leave/", deeds.leave_them, name="audit-leave"),
]
menu = [MenuItem(Section.PORTAL, 65, "audits", _("Audit"), "scan-search")]
