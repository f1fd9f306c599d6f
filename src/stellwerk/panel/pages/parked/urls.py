"""What failed for good and waits for somebody."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.parked import deeds, views

urlpatterns = [
    path("parked/", views.parked, name="parked"),
    path("parked/unread/", views.unread, name="parked-unread"),
    path("parked/retry/", deeds.retry, name="parked-retry"),
]
menu = [MenuItem(Section.PORTAL, 60, "parked", _("Parked"), "circle-parking")]
