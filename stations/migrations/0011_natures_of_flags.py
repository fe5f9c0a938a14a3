from django.db import migrations

FLAGS = {
    "is_model_point": "model",
    "is_legislative_point": "legislative",
    "is_collection_point": "collection",
}


def fill(apps, _editor):
    """A station that is flagged has the nature; since when, and by whose paper, is still to be written down."""
    Station, Nature = apps.get_model("stations", "Station"), apps.get_model("stations", "StationNature")
    for flag, kind in FLAGS.items():
        rows = Station.objects.filter(**{flag: True}).values_list("pk", flat=True)
        Nature.objects.bulk_create([Nature(station_id=pk, kind=kind) for pk in rows])


class Migration(migrations.Migration):
    """The flags of stations as natures."""

    dependencies = [("stations", "0010_station_history")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
