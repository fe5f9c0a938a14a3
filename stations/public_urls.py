"""Addresses of the public side of this room, in the namespace `public`; each is set behind the gate."""

from django.urls import path

from stations.public_views import codes, notices, places, query, say

urlpatterns = [
    path("stations/", places.station_list, name="station_list"),
    path("stations/<int:station>/", places.station_detail, name="station"),
    path("stations/<int:station>/notices/", notices.station_notices, name="station_notices"),
    path("c/<str:token>/", codes.code_page, name="code"),
    path("c/<str:token>/say/", say.say, name="say"),
    path("m/", query.query, name="query"),
    path("m/rate/", query.rate, name="query_rate"),
    path("m/again/", query.again, name="query_again"),
    path("m/forget/", query.forget, name="query_forget"),
    path("m/help/", query.help_page, name="query_help"),
]
