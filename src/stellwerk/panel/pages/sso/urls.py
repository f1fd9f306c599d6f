"""Single sign-on: the overview, each part of its settings, tests and refusals."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.pages.sso import (
    certificates,
    editing,
    importing,
    keys,
    metadata,
    proposal,
    refusals,
    registering,
    switch,
    trials,
    views,
)

_AT = "single-sign-on/"
urlpatterns = [
    path(_AT, views.overview, name="sso"),
    path(f"{_AT}switch/<slug:way>/", switch.switch, name="sso-switch"),
    path(f"{_AT}settings/<slug:part>/", editing.edit, name="sso-part"),
    path(f"{_AT}settings/<slug:part>/test/", editing.attempt, name="sso-attempt"),
    path(f"{_AT}metadata/", metadata.read, name="sso-fill"),
    path(f"{_AT}metadata/take/", metadata.take, name="sso-fill-take"),
    path(f"{_AT}metadata/again/", proposal.again, name="sso-read-again"),
    path(f"{_AT}metadata/news/", proposal.news, name="sso-news"),
    path(f"{_AT}certificates/", certificates.certificates, name="sso-certificates"),
    path(f"{_AT}certificates/remove/", certificates.remove, name="sso-certificate-remove"),
    path(f"{_AT}keys/", keys.keys, name="sso-keys"),
    path(f"{_AT}keys/<uuid:public_id>/use/", keys.use, name="sso-key-use"),
    path(f"{_AT}keys/<uuid:public_id>/remove/", keys.remove, name="sso-key-remove"),
    path(f"{_AT}register/", registering.register, name="sso-register"),
    path(f"{_AT}test/", trials.trials, name="sso-trials"),
    path(f"{_AT}test/<uuid:public_id>/", trials.trial, name="sso-trial"),
    path(f"{_AT}refusals/", refusals.refusals, name="sso-refusals"),
    path(f"{_AT}refusals/<uuid:event>/", refusals.refusal, name="sso-refusal"),
    path(f"{_AT}import/", importing.upload, name="sso-import"),
    path(f"{_AT}import/take/", importing.take, name="sso-import-take"),
]
menu = [MenuItem(Section.PORTAL, 78, "sso", _("Single sign-on"), "log-in")]
