"""Where a page asks how its trial goes."""

from collections.abc import Sequence

from django.urls import path

from stellwerk.panel.menu import MenuItem
from stellwerk.panel.pages.trials import views

urlpatterns = [path("trials/<str:key>/", views.trial, name="trial")]
menu: Sequence[MenuItem] = []
