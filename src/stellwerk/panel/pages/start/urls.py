"""The start page. It is no item of the menu: it is behind everybody's name, top right."""

from collections.abc import Sequence

from django.urls import path

from stellwerk.panel.menu import MenuItem
from stellwerk.panel.pages.start import views

urlpatterns = [path("start/", views.start, name="start")]
menu: Sequence[MenuItem] = []
