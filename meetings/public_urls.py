"""Addresses of the public side of this room, in the namespace `public`; each is set behind the gate."""

from django.urls import path

from meetings.public_views import audience, leaders, speeches

urlpatterns = [
    path("s/<str:link>/", speeches.speeches, name="speeches"),
    path("s/<str:link>/open/", speeches.speeches_open, name="speeches_open"),
    path("s/<str:link>/confirm/", speeches.speeches_confirm, name="speeches_confirm"),
    path("leaders/", leaders.leader_list, name="leader_list"),
    path("leaders/<int:speech>/", leaders.leader, name="leader"),
    path("audience/", audience.audience_list, name="audience_list"),
    path("audience/answer/", audience.audience_answer, name="audience_answer"),
    path("audience/<int:notice>/", audience.audience_notice, name="audience_notice"),
    path("audience/<int:notice>/apply/", audience.audience_apply, name="audience_apply"),
]
