"""How long a whole county's rosters take: prints one JSON object.

    python tests/benchmarks/roster.py

1,994 deputies with a mandate and a group each, into an empty register, and 137 stations with two people each: the dry
run (which reads the workbook, tells people apart and holds them against the register) and the import, which does it
all again and writes. `again_*` is the same workbook against the register that it has filled. In a database of its own
under a temporary folder; nothing else is read or written.
"""

import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def timed(verb):
    """Seconds, and what the verb gave back."""
    start = time.perf_counter()
    made = verb()
    return round(time.perf_counter() - start, 2), made


def run_table(world, module, tried, made):
    """Seconds of taking in, dry run and import of one workbook."""
    taking, draft = timed(lambda: module.taken(world, made))
    dry, trial = timed(lambda: tried(world, draft))
    assert not trial.errors, trial.errors[:3]
    assert not trial.questions, trial.questions[:3]
    return draft, trial, {"upload": taking, "dry_run": dry}


def measure():
    from tests.world import World, build_world

    world: World = build_world()
    from deputies.imports.roster import import_roster
    from stations.imports.roster import import_stations
    from tests.deputies import rosters as of_deputies
    from tests.deputies import trying as deputies
    from tests.stations import rosters as of_stations
    from tests.stations import trying as stations

    found = {}
    rooms = (
        ("deputies", deputies, of_deputies.large, import_roster),
        ("stations", stations, of_stations.large, import_stations),
    )
    for name, module, make, verb in rooms:
        draft, trial, seconds = run_table(world, module, tried_in(module), make())
        took, outcome = timed(
            lambda verb=verb, draft=draft, trial=trial: verb(draft, actor=world["staff"], digest=trial.plan.digest)
        )
        _, _, again = run_table(world, module, tried_in(module), make())
        found[name] = {**seconds, "import": took, "again_dry_run": again["dry_run"], "outcome": outcome}
    return found


def tried_in(module):
    """The dry run of a room, as of today."""
    if hasattr(module, "trial_of_today"):
        from deputies.imports import drafts
        from deputies.imports.roster import KIND, try_roster

        return lambda world, draft: try_roster(draft, drafts.tables_of(draft, KIND)[0], actor=world["staff"])
    return module.trial_of


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PORTAL_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison_portal.settings")
        import django
        from django.core.management import call_command

        django.setup()
        logging.disable(logging.ERROR)
        call_command("migrate", verbosity=0)
        sys.stdout.write(json.dumps(measure(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
