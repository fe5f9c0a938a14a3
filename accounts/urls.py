"""Addresses of sign-in, own account and notices, included at the root."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login_view, name="login"),
    path("logout/", views.logout_view, name="logout"),
    path("accounts/password/", views.password_change, name="password_change"),
    path("accounts/users/<int:pk>/password/", views.password_reset, name="password_reset"),
    path("accounts/notices/", views.inbox, name="inbox"),
    path("accounts/notices/read/", views.notices_read, name="notices_read"),
    path("accounts/notices/<int:pk>/", views.notice_open, name="notice_open"),
]
