"""What comes of a change, and taking it back."""

from collections.abc import Sequence

from django.urls import path

from stellwerk.panel.menu import MenuItem
from stellwerk.panel.pages.saved import views

urlpatterns = [
    path("saved/<int:pk>/", views.saved, name="saved"),
    path("saved/<int:pk>/take-back/", views.take_back, name="saved-take-back"),
]
menu: Sequence[MenuItem] = []
