"""A real gunicorn worker that has served every page: how much memory it holds."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .place import ROOT

ROUNDS = 5


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def rss_mb(requests):
    """Serve every `(path, session cookie)` several times from one worker with four threads; its resident memory."""
    port = free_port()
    command = [
        "-m",
        "gunicorn",
        "liaison_portal.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--threads",
        "4",
    ]
    master = subprocess.Popen(
        [sys.executable, *command, "--log-level", "error"], cwd=ROOT, env=os.environ, stdout=sys.stderr
    )
    try:
        _wait(port)
        for _ in range(ROUNDS):
            for path, session in requests:
                if _get(port, path, session) >= 400:
                    raise RuntimeError(f"{path} is no page for the worker")
        return round(_resident(_child(master.pid)) / 1024, 1)
    finally:
        master.send_signal(signal.SIGTERM)
        master.wait(timeout=20)


def _wait(port):
    for _ in range(100):
        try:
            _get(port, "/healthz", "")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn did not answer")


def _get(port, path, session):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def _child(master):
    return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])


def _resident(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))
