"""Addresses of the public side of this room, in the namespace `public`; each is set behind the gate."""

from django.urls import path

from meetings import public_views

urlpatterns = [
    path("s/<str:link>/", public_views.speeches, name="speeches"),
    path("s/<str:link>/open/", public_views.speeches_open, name="speeches_open"),
    path("s/<str:link>/confirm/", public_views.speeches_confirm, name="speeches_confirm"),
]
