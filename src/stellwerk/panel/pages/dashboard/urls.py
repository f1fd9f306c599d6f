"""The overview, and the switch between light and dark."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.core.access import Role
from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("theme/", views.theme, name="theme"),
]
menu = [MenuItem(Section.COMMON, 10, "dashboard", _("Overview"), "layout-dashboard", Role.AUDITOR)]
