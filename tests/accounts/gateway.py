"""A gateway that is really there: an HTTP server on this machine that checks the signature and keeps what came."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from common.sms import signature

KEY, TEMPLATE = "a-shared-key", "SMS_0001"


class Gateway(ThreadingHTTPServer):
    """`answers` are the statuses to give, 200 when they are used up; `sent` holds each message once."""

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Door)
        self.answers, self.requests, self.sent = [], [], {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/send"

    def code_for(self, phone):
        """The latest code sent to `phone`."""
        return [one["params"]["code"] for one in self.sent.values() if one["phone"] == phone][-1]


class _Door(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        message, moment = json.loads(body), self.headers["X-Portal-Time"]
        self.server.requests.append(message)
        status = self.server.answers.pop(0) if self.server.answers else 200
        if self.headers["X-Portal-Signature"] != signature(KEY, moment, body):
            status = 403
        if status == 200:
            self.server.sent.setdefault(message["id"], message)
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@contextmanager
def gateway(settings):
    """The server, and the settings that lead to it."""
    with Gateway() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.SMS_URL, settings.SMS_KEY, settings.SMS_TEMPLATE = server.url, KEY, TEMPLATE
        yield server
        server.shutdown()
