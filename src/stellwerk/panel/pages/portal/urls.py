"""The portal's own settings."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.portal import views

urlpatterns = [path("portal/", views.portal, name="portal")]
menu = [MenuItem(Section.PORTAL, 79, "portal", _("Settings"), "settings")]
