"""Addresses of the way in for deputies, under `/enter/`: short enough to be typed from a slip."""

from django.urls import path

from deputies.views import entering

app_name = "enter"
urlpatterns = [
    path("", entering.start, name="start"),
    path("sms/", entering.sms, name="sms"),
    path("code/", entering.code, name="code"),
    path("who/", entering.who, name="who"),
    path("<str:code>/", entering.slip, name="slip"),
]
