"""Decisions: questions of identity that only a person can answer."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.decisions import deeds, views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<int:pk>/accept/", deeds.accept, name="decision-accept"),
    path("decisions/<int:pk>/refuse/", deeds.refuse, name="decision-refuse"),
    path("decisions/run/<int:run>/accept/", deeds.accept_run, name="decisions-accept-run"),
    path("decisions/run/<int:run>/refuse/", deeds.refuse_run, name="decisions-refuse-run"),
]
menu = [MenuItem(Section.PORTAL, 50, "decisions", _("Decisions"), "circle-question-mark")]
