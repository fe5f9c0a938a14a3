"""Addresses of the public side of this room, in the namespace `public`."""

from django.urls import path

from stations import public_views

urlpatterns = [
    path("", public_views.station_list, name="station_list"),
]
