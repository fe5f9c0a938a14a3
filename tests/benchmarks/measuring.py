"""One page measured: its time through the whole WSGI stack, its queries, and those queries alone."""

import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

WARM_UP = 3
BARE_RUNS = 5


@dataclass
class Target:
    """A page: `send` fetches it with a client of the persona and returns the response."""

    name: str
    persona: str
    send: object
    reads: bool = True
    admin: str = ""
    times: list = field(default_factory=list)
    cpu_times: list = field(default_factory=list)
    admin_times: list = field(default_factory=list)


def percentile(values, share):
    """The value below which `share` of the samples lie, by the nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(share * len(ranked) + 0.5) - 1)]


def timed(send):
    """How many milliseconds a request takes; anything but an answer is an error of the measurement."""
    started = time.perf_counter()
    response = send()
    took = (time.perf_counter() - started) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"status {response.status_code} instead of a page")
    return took


@contextmanager
def statements():
    """Collect the statements of a block with their parameters and the time each took in place."""
    found = []

    def keep(execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append((sql, params, (time.perf_counter() - started) * 1000))

    with connection.execute_wrapper(keep):
        yield found


def bare_ms(found):
    """The page's own reading statements run alone, one after the other; the median of several runs."""
    reading = [(sql, params) for sql, params, _ in found if sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))]
    runs = []
    for _ in range(BARE_RUNS):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            for sql, params in reading:
                cursor.execute(sql, params)
                cursor.fetchall()
        runs.append((time.perf_counter() - started) * 1000)
    return statistics.median(runs)


def measure(target, client, samples):
    """The figures of one page, its changelist in the plain admin measured in turns with it."""
    for _ in range(WARM_UP):
        timed(lambda: target.send(client))
        if target.admin:
            timed(lambda: client.get(target.admin))
    for _ in range(samples):
        cpu = time.process_time()
        target.times.append(timed(lambda: target.send(client)))
        target.cpu_times.append((time.process_time() - cpu) * 1000)
        if target.admin:
            target.admin_times.append(timed(lambda: client.get(target.admin)))
    with statements() as found:
        target.send(client)
    # What writes cannot be run twice: its statements are timed where they ran.
    sql_ms = bare_ms(found) if target.reads else sum(ms for _, _, ms in found)
    figures = summary(target.times) | {"queries": len(found), "sql_ms": round(sql_ms, 1)}
    figures["cpu_ms"] = round(statistics.median(target.cpu_times), 1)  # of our process: waits for others left out
    if target.admin:
        with statements() as admin_found:
            client.get(target.admin)
        figures["admin"] = summary(target.admin_times) | {"queries": len(admin_found)}
    return figures


def summary(times):
    return {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
