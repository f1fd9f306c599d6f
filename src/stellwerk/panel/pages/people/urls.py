"""People: the list, each person's page, and what can be done there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.people import deeds, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/history/", views.history, name="person-history"),
    path("people/<uuid:public_id>/at/<uuid:target>/", views.account, name="person-account"),
    path("people/<uuid:public_id>/look/", deeds.look, name="person-look"),
    path("people/<uuid:public_id>/retry/", deeds.retry, name="person-retry"),
    path("people/<uuid:public_id>/approve/", deeds.approve, name="person-approve"),
    path("people/<uuid:public_id>/drop/", deeds.drop, name="person-drop"),
]
menu = [MenuItem(Section.PORTAL, 10, "people", _("People"), "contact-round")]
