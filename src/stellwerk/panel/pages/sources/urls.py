"""Sources: the list, each one's page, its form, and what can be done there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.sources import deeds, editing, views

urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/new/", editing.choose, name="source-choose"),
    path("sources/new/<slug:kind>/", editing.new, name="source-new"),
    path("sources/<uuid:public_id>/", views.source, name="source"),
    path("sources/<uuid:public_id>/edit/", editing.edit, name="source-edit"),
    path("sources/<uuid:public_id>/read/", deeds.read, name="source-read"),
    path("sources/<uuid:public_id>/move/", deeds.move, name="source-move"),
    path("sources/<uuid:public_id>/remove/", deeds.remove, name="source-remove"),
]
menu = [MenuItem(Section.PORTAL, 74, "sources", _("Sources"), "database")]
