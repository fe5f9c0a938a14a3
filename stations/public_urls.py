"""Addresses of the public side of this room, in the namespace `public`; each is set behind the gate."""

from django.urls import path

from stations.public_views import codes, places

urlpatterns = [
    path("stations/", places.station_list, name="station_list"),
    path("stations/<int:station>/", places.station_detail, name="station"),
    path("c/<str:token>/", codes.code_page, name="code"),
]
