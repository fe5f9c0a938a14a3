"""A server of its own process over the test's database, to be killed as a power cut would and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection

from django.conf import settings
from django.db import connection

START = 90  # seconds a start may take where other tests run beside it


class Server:
    """gunicorn on a port that stays the same; `kill` is SIGKILL for it and its workers, in whatever they do."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.env = {
            **os.environ,
            "PORTAL_DATA_DIR": str(folder / "data"),
            "PORTAL_DEBUG": "1",
            "PORTAL_SECRET_KEY": settings.SECRET_KEY,
            "PORTAL_FIELD_KEY": settings.FIELD_KEY,
            "DATABASE_URL": f"sqlite://{connection.settings_dict['NAME']}",
        }
        self.running = None

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "liaison_portal.wsgi", "-b", f"127.0.0.1:{self.port}"]
        command += ["--workers", "1", "--threads", "4"]
        with self.log.open("a") as out:
            self.running = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.env, stdout=out, stderr=out, start_new_session=True
            )
        until = time.monotonic() + START
        while not self._answers():
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)
        return self

    def _answers(self):
        with suppress(OSError):
            ask = HTTPConnection("127.0.0.1", self.port, timeout=5)
            ask.request("GET", "/robots.txt")
            return ask.getresponse().status == 200
        return False

    def kill(self):
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def hang(self):
        """It still takes connections and answers none."""
        os.killpg(self.running.pid, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self.running.pid, signal.SIGCONT)
