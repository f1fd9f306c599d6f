"""Addresses of single sign-on. Identity providers know them: they never change."""

from django.urls import path

from stellwerk.sso import own_views, slo_views, views

urlpatterns = [
    path("sso/metadata", views.metadata, name="sso-metadata"),
    path("sso/login", views.login, name="sso-login"),
    path("sso/acs", views.acs, name="sso-acs"),
    path("sso/slo/callback", slo_views.callback, name="sso-callback"),
    path("sso/logout", own_views.logout, name="sso-logout"),
    path("sso/confirm", own_views.confirm, name="sso-confirm"),
]
