"""The mapping of a target, and one line of it."""

from django.urls import path

from stellwerk.panel.menu import MenuItem
from stellwerk.panel.pages.mapping import editing, views

urlpatterns = [
    path("targets/<uuid:public_id>/mapping/", views.mapping, name="mapping"),
    path("targets/<uuid:public_id>/mapping/<slug:field>/", editing.edit, name="mapping-edit"),
]
menu: list[MenuItem] = []
