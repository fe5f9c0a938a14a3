"""How quick the main pages are on a large ledger: prints one JSON object.

    python tests/benchmarks/pages.py --opinions 50000

Measures PostgreSQL where DATABASE_URL names a server (in a database `portal_bench` of its own there),
else SQLite in a folder of its own. Pages are fetched with Django's test client through the whole
WSGI stack with all middleware, in one process; memory is that of a real gunicorn worker. The data
stay for the next run. A page that the portal does not have is reported as absent.
"""

import argparse
import json
import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import place

PERSONAS = ("staff", "agency", "leader", "deputy", "liaison")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--opinions", type=int, default=50_000, help="bulk opinions to have beside the world")
    parser.add_argument("--samples", type=int, default=40, help="requests per page, 30 at least")
    parser.add_argument("--only", help="measure only the pages whose name contains this")
    found = parser.parse_args()
    if found.samples < 30:
        parser.error("--samples must be 30 or more")
    return found


def load(opinions):
    """The county's world and the bulk; then let the database look at its tables."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo_world", opinions=opinions, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def sizes():
    from opinions.models import AssignmentList, Event, Matter, Opinion, Undertaking

    return {m.__name__: m.objects.count() for m in (Opinion, Matter, AssignmentList, Undertaking, Event)}


def main():
    options = arguments()
    place.prepare()
    logging.disable(logging.INFO)
    load(options.opinions)
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from tests.benchmarks import worker
    from tests.benchmarks.measuring import measure
    from tests.benchmarks.targets import AbsentError, targets

    settings.ROOT_URLCONF = "tests.benchmarks.plain_admin"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    clients = {name: Client() for name in PERSONAS}
    for name, client in clients.items():
        client.force_login(User.objects.get(username=name), backend="accounts.backends.PortalBackend")

    pages, served = {}, []
    for name, make in targets(clients.__getitem__).items():
        if options.only and options.only not in name:
            continue
        try:
            target = make()
            pages[name] = measure(target, clients[target.persona], options.samples)
        except AbsentError as absent:
            pages[name] = {"absent": str(absent)}
            continue
        except Exception as error:  # noqa: BLE001 - one broken page does not hide the others
            pages[name] = {"failed": f"{type(error).__name__}: {error}"[:300]}
            continue
        sys.stderr.write(f"{name}: {pages[name]}\n")
        if target.reads:
            response = target.send(clients[target.persona])
            served.append((response.wsgi_request.get_full_path(), clients[target.persona].cookies["sessionid"].value))
    result = {
        "machine": place.machine(),
        "through": "django.test.Client, all middleware, one process; worker_rss_mb: gunicorn, 1 worker, 4 threads",
        "samples": options.samples,
        "sizes": sizes(),
        "pages": pages,
    }
    try:
        result["worker_rss_mb"] = worker.rss_mb(served)
    except (OSError, RuntimeError) as error:
        result["worker_rss_mb"] = {"failed": str(error)}
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
