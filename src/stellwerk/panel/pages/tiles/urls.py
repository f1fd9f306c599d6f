"""Tiles: the list in its order, the form, and the removal."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.tiles import editing, views

urlpatterns = [
    path("tiles/", views.tiles, name="tiles"),
    path("tiles/new/", editing.new, name="tile-new"),
    path("tiles/<uuid:public_id>/", editing.edit, name="tile"),
    path("tiles/<uuid:public_id>/move/", editing.move, name="tile-move"),
    path("tiles/<uuid:public_id>/remove/", editing.remove, name="tile-remove"),
]
menu = [MenuItem(Section.PORTAL, 76, "tiles", _("Start page"), "layout-grid")]
