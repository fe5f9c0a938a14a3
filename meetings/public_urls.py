"""Addresses of the public side of this room, in the namespace `public`; each is set behind the gate."""

from django.urls import path

from meetings.public_views import leaders, speeches

urlpatterns = [
    path("s/<str:link>/", speeches.speeches, name="speeches"),
    path("s/<str:link>/open/", speeches.speeches_open, name="speeches_open"),
    path("s/<str:link>/confirm/", speeches.speeches_confirm, name="speeches_confirm"),
    path("leaders/", leaders.leader_list, name="leader_list"),
    path("leaders/<int:speech>/", leaders.leader, name="leader"),
]
