"""Addresses of sign-in, own account and notices, included at the root."""

from django.urls import path

from accounts.views import phones, signing

app_name = "accounts"
urlpatterns = [
    path("login/", signing.login_view, name="login"),
    path("logout/", signing.logout_view, name="logout"),
    path("accounts/password/", signing.password_change, name="password_change"),
    path("accounts/phone/", phones.my_phone, name="my_phone"),
    path("accounts/phone/bind/", phones.phone_bind, name="phone_bind"),
    path("accounts/phone/end/", phones.phone_end, name="phone_end"),
    path("accounts/phone/enter/", phones.phone_enter, name="phone_enter"),
    path("accounts/users/<int:pk>/password/", signing.password_reset, name="password_reset"),
    path("accounts/notices/", signing.inbox, name="inbox"),
    path("accounts/notices/read/", signing.notices_read, name="notices_read"),
    path("accounts/notices/<int:pk>/", signing.notice_open, name="notice_open"),
]
