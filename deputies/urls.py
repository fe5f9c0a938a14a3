"""Addresses of this room."""

from django.urls import path

from deputies import views

app_name = "deputies"
urlpatterns = [
    path("", views.deputy_list, name="deputy_list"),
    path("<int:pk>/", views.deputy_detail, name="deputy_detail"),
    path("<int:pk>/reveal/", views.deputy_reveal, name="deputy_reveal"),
    path("groups/", views.group_list, name="group_list"),
    path("groups/<int:pk>/", views.group_detail, name="group_detail"),
    path("mine/duties/", views.my_duties, name="my_duties"),
]
