"""People: the list, each person's page, and what can be done there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.objects import deeds
from stellwerk.panel.pages.people import granting, views
from stellwerk.panel.pages.people.subject import find

_OF = {"find": find}

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/history/", views.history, name="person-history"),
    path("people/<uuid:public_id>/sign-ins/", views.sign_ins, name="person-sign-ins"),
    path("people/<uuid:public_id>/sign-out/", granting.end_sessions, name="person-sign-out"),
    path("people/<uuid:public_id>/unlink/", granting.unlink_sign_on, name="person-unlink"),
    path("people/<uuid:public_id>/roles/<str:role>/give/", granting.give, name="person-role-give"),
    path("people/<uuid:public_id>/roles/<str:role>/take/", granting.take, name="person-role-take"),
    path("people/<uuid:public_id>/at/<uuid:target>/", views.account, name="person-account"),
    path("people/<uuid:public_id>/look/", deeds.look, _OF, name="person-look"),
    path("people/<uuid:public_id>/retry/", deeds.retry, _OF, name="person-retry"),
    path("people/<uuid:public_id>/approve/", deeds.approve, _OF, name="person-approve"),
    path("people/<uuid:public_id>/drop/", deeds.drop, _OF, name="person-drop"),
]
menu = [MenuItem(Section.PORTAL, 10, "people", _("People"), "contact-round")]
