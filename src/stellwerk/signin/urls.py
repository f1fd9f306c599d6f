"""Addresses of sign-in, of one's own sessions and password, and of what a browser prefers."""

from django.urls import path

from stellwerk.signin import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.password, name="password"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/others/", views.close_others, name="sessions-others"),
    path("sessions/<int:pk>/", views.close, name="session-close"),
    path("language/", views.language, name="language"),
]
