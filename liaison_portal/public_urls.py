"""Addresses of the public side, mounted at `/p/`: nobody signs in here.

Names only public views, so that one code can be served as public side and inner side. Each stands
behind the gate that the switch of the public side closes.
"""

from django.urls import path

from liaison_portal import public_views
from meetings import public_urls as meetings
from stations import public_urls
from stations.public_views.gate import gated

app_name = "public"
urlpatterns = gated([path("", public_views.start, name="start"), *public_urls.urlpatterns, *meetings.urlpatterns])
