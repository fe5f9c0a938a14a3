"""Addresses of the public side, mounted at `/p/`: nobody signs in here, no personal data is shown.

Names only public views, so that one code can be served as public side and inner side.
"""

from django.urls import include, path

from liaison_portal import public_views

app_name = "public"
urlpatterns = [
    path("", public_views.start, name="start"),
    path("", include("stations.public_urls")),
]
