"""Signing in as a person does, by the form, for the tests of pages."""

INBOX = "/accounts/notices/"
PASSWORD = "/accounts/password/"


def sign_in(client, username="staff", password="demo-2024", **facts):
    headers = facts.pop("headers", {})
    return client.post("/login/", {"username": username, "password": password, **facts}, headers=headers)


def fail(client, times, username="staff", **facts):
    """The last of `times` answers to a wrong password."""
    for _ in range(times):
        answer = sign_in(client, username, "wrong", **facts)
    return answer
