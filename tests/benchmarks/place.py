"""Where a measurement runs: a database and a data folder of its own, never anybody else's."""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
NAME = "portal_bench"


def prepare():
    """Set the environment for a demonstration portal in a place of its own, and start Django."""
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "liaison_portal.settings"
    os.environ["PORTAL_DEMO"] = "1"
    os.environ.pop("REDIS_URL", None)  # notices in process: no worker takes part in what is measured
    os.environ["PORTAL_DATA_DIR"] = os.environ.get("PORTAL_BENCH_DIR", str(Path(tempfile.gettempdir()) / NAME))
    if url := os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = own_database(url)
    import django

    django.setup()


def own_database(url):
    """`url` itself if its database is named after a benchmark, else the same server's `portal_bench`, made if missing."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        raise SystemExit("DATABASE_URL must name a PostgreSQL server; without it SQLite is measured")
    if "bench" in parts.path:
        return url
    import psycopg2
    from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

    connection = psycopg2.connect(url)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    return urlunsplit(parts._replace(path=f"/{NAME}"))


def machine():
    """What it ran on: processors, memory, versions."""
    import platform

    import django
    from django.db import connection

    with connection.cursor() as cursor:
        is_postgres = connection.vendor == "postgresql"
        cursor.execute("SHOW server_version" if is_postgres else "SELECT sqlite_version()")
        version = cursor.fetchone()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "processors": len(os.sched_getaffinity(0)),
        "memory_mb": memory,
        "load_average": [round(part, 1) for part in os.getloadavg()],
        "python": platform.python_version(),
        "django": django.__version__,
        "database": f"{connection.vendor} {version.split()[0]}",
    }
