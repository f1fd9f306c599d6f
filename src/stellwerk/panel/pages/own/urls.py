"""One's own profile, behind one's name, top right."""

from collections.abc import Sequence

from django.urls import path

from stellwerk.panel.menu import MenuItem
from stellwerk.panel.pages.own import views

urlpatterns = [path("profile/", views.profile, name="own-profile")]
menu: Sequence[MenuItem] = []
