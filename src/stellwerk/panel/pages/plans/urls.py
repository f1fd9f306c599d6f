"""Plans: what would happen, and what of it is held."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.plans import deeds, views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/draw/", deeds.draw, name="plan-draw"),
    path("plans/<slug:name>/", views.plan, name="plan"),
    path("plans/<slug:name>/carry-out/", deeds.carry_out, name="plan-carry-out"),
    path("plans/<slug:name>/approve/", deeds.approve, name="plan-approve"),
    path("plans/<slug:name>/drop/", deeds.drop, name="plan-drop"),
]
menu = [MenuItem(Section.PORTAL, 40, "plans", _("Plans"), "list-checks")]
