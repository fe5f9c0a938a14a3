"""A table of stations taken in, tried and imported, as the pages do it one after another."""

from deputies.imports import drafts
from stations.imports.roster import KIND, import_stations, needs_columns, try_stations


def taken(world, upload, user="staff", **given):
    """A draft whose columns need no asking; `given` holds for all rows."""
    draft = drafts.take_upload(KIND, upload, actor=world[user])
    table = drafts.tables_of(draft, KIND)[0]
    if given or needs_columns(draft, table):
        columns = {str(one.at): draft.columns.get(str(one.at), one.column) for one in table.headings}
        whole = {"home": None, "started_on": None, **given}
        drafts.name_columns(draft, table, KIND, actor=world[user], columns=columns, given=whole)
    return draft


def trial_of(world, draft, user="staff"):
    return try_stations(draft, drafts.tables_of(draft, KIND)[0], actor=world[user])


def imported(world, upload, user="staff", answers=None, **given):
    draft = taken(world, upload, user, **given)
    if answers:
        drafts.answer(draft, answers)
    trial = trial_of(world, draft, user)
    assert not trial.errors, [str(one) for one in trial.errors]
    assert not trial.questions, trial.questions
    return import_stations(draft, actor=world[user], digest=trial.plan.digest)


def errors_of(world, upload, **given):
    return [str(one) for one in trial_of(world, taken(world, upload, **given)).errors]
