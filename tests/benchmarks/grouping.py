"""How well and how quickly a county is grouped: prints one JSON object.

    python tests/benchmarks/grouping.py

The roster is Xincai's of the demonstration: 1,994 deputies of four levels, the leaders of its 137 groups, and its
reporters and collectors; out of the database that the portal's settings name when the demonstration is in it, else
made from the same content. Nobody but the leaders has a seat before, which is the hardest case. `greedy_*` deals each
township out in the order of names, each person into its smallest group; leaders stay there too.

The demonstration's leaders hold nearly every mandate above the township's, so that with them in place the levels lie
well whatever one does. `fresh_*` is the same county before anybody leads: the first grouping ever; and
`fresh_greedy_by_level_*` deals it out in the order of levels, which is the kindest to the greedy way.
`seconds` is the search alone, without reading and writing rows. Nothing is written.
"""

import json
import logging
import os
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

XINCAI = "411729"


def from_database():
    """The product's own reading of the place; None without a demonstration in the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison_portal.settings")
    os.environ.setdefault("PORTAL_DEMO", "1")
    import django
    from django.db import DatabaseError

    django.setup()
    logging.disable(logging.ERROR)
    from django.utils import timezone

    from accounts.models import Region
    from deputies.workflow.roster import roster_of

    try:
        place = Region.objects.filter(code=XINCAI, system="mca").first()
        roster = roster_of(place, timezone.localdate()).roster if place else None
    except DatabaseError:
        return None
    return roster if roster and roster.people else None


def from_content():
    """The same people and groups without a database."""
    from deputies.grouping import Group, Person, Roster
    from liaison_portal.demo.content.people import XINCAI_DEPUTIES, contacts, group_of, levels_of, person

    people, groups = [], []
    for row in XINCAI_DEPUTIES:
        area = f"/{XINCAI}/{row.region}/"
        groups += [Group(f"{row.region}-{n + 1}", area) for n in range(row.groups)]
        for index, levels in enumerate(levels_of(row)):
            name, gender, profession = person(len(people))
            leads = f"{row.region}-{group_of(row, index)}" if index < 2 * row.groups else ""
            facts = {"levels": levels, "is_woman": gender == "f", "profession": profession, "leads": leads}
            people.append(Person(f"d{len(people)}", area, name=name, **facts))
    others = [row for row in contacts() if row.kind != "adviser"]
    people += [Person(f"c{n}", f"/{XINCAI}/{c.region}/", c.kind, c.name) for n, c in enumerate(others)]
    return Roster(tuple(people), tuple(groups))


def measured(roster, prefix=""):
    """Our placement and the greedy one of the same roster."""
    from deputies.grouping import greedy, measure, place

    started = time.perf_counter()
    found = place(roster)
    seconds = time.perf_counter() - started
    figures = {"seconds": round(seconds, 3), **asdict(measure(roster, found))}
    figures |= {f"greedy_{name}": value for name, value in asdict(measure(roster, greedy(roster))).items()}
    return {f"{prefix}{name}": value for name, value in figures.items()}


def main():
    from deputies.grouping import DEPUTY, Roster, greedy, measure

    stored = from_database()
    roster = stored or from_content()
    people = sorted((replace(one, now="") for one in roster.people), key=lambda one: (one.name, one.key))
    fresh = Roster(tuple(replace(one, leads="") for one in people), roster.groups)
    by_level = Roster(tuple(sorted(fresh.people, key=lambda one: one.levels)), roster.groups)
    result = measured(Roster(tuple(people), roster.groups)) | measured(fresh, "fresh_")
    for name, value in asdict(measure(by_level, greedy(by_level))).items():
        result[f"fresh_greedy_by_level_{name}"] = value
    result |= {
        "deputies": sum(person.kind == DEPUTY for person in people),
        "contacts": sum(person.kind != DEPUTY for person in people),
        "groups": len(roster.groups),
        "roster": "database" if stored else "content",
    }
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
