"""Addresses of this room."""

from django.urls import URLPattern

app_name = "deputies"
urlpatterns: list[URLPattern] = []
