"""Access profiles: the list, the form, and the removal."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.profiles import editing, views

urlpatterns = [
    path("profiles/", views.profiles, name="profiles"),
    path("profiles/new/", editing.new, name="profile-new"),
    path("profiles/<uuid:public_id>/", views.profile, name="profile"),
    path("profiles/<uuid:public_id>/edit/", editing.edit, name="profile-edit"),
    path("profiles/<uuid:public_id>/remove/", editing.remove, name="profile-remove"),
]
menu = [MenuItem(Section.PORTAL, 78, "profiles", _("Access profiles"), "key-round")]
