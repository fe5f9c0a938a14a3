"""Addresses of the public side of this room, in the namespace `public`."""

from django.urls import path

from stations.public_views import codes, places

urlpatterns = [
    path("stations/", places.station_list, name="station_list"),
    path("c/<str:token>/", codes.code_page, name="code"),
]
