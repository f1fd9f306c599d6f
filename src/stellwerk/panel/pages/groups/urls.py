"""Groups: the list, each group's page, and what can be done there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.objects import deeds
from stellwerk.panel.pages.groups import views
from stellwerk.panel.pages.groups.subject import find

_OF = {"find": find}

urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/<uuid:public_id>/", views.group, name="group"),
    path("groups/<uuid:public_id>/history/", views.history, name="group-history"),
    path("groups/<uuid:public_id>/at/<uuid:target>/<slug:scope>/", views.scope, name="group-scope"),
    path("groups/<uuid:public_id>/look/", deeds.look, _OF, name="group-look"),
    path("groups/<uuid:public_id>/retry/", deeds.retry, _OF, name="group-retry"),
    path("groups/<uuid:public_id>/approve/", deeds.approve, _OF, name="group-approve"),
    path("groups/<uuid:public_id>/drop/", deeds.drop, _OF, name="group-drop"),
]
menu = [MenuItem(Section.PORTAL, 20, "groups", _("Groups"), "users")]
