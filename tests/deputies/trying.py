"""A roster taken in, tried and imported, as the pages do it one after another."""

from datetime import date

from deputies.imports import drafts
from deputies.imports.roster import KIND, import_roster, needs_columns, try_roster

DAY = date(2024, 5, 20)


def taken(world, upload, user="staff", **given):
    """A draft whose columns need no asking; `given` holds for all rows."""
    draft = drafts.take_upload(KIND, upload, actor=world[user])
    table = drafts.tables_of(draft, KIND)[0]
    if given or needs_columns(draft, table):
        columns = {str(one.at): draft.columns.get(str(one.at), one.column) for one in table.headings}
        whole = {"home": None, "level": "", "term": None, "started_on": None, **given}
        drafts.name_columns(draft, table, KIND, actor=world[user], columns=columns, given=whole)
    return draft


def trial_of(world, draft, user="staff"):
    return try_roster(draft, drafts.tables_of(draft, KIND)[0], actor=world[user], on=DAY)


def imported(world, upload, user="staff", **given):
    draft = taken(world, upload, user, **given)
    trial = trial_of(world, draft, user)
    assert not trial.errors, [str(one) for one in trial.errors]
    assert not trial.questions
    return import_roster(draft, actor=world[user], digest=trial.plan.digest)


def errors_of(world, upload, **given):
    return [str(one) for one in trial_of(world, taken(world, upload, **given)).errors]


def trial_of_today(world, draft):
    return try_roster(draft, drafts.tables_of(draft, KIND)[0], actor=world["staff"]).plan.digest
