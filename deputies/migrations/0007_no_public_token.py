import secrets

from django.db import migrations, models

from common.search import AddSearchIndex


def fill(apps, schema_editor):
    """Going back: a token of its own for each deputy, before the column is unique again."""
    for deputy in apps.get_model("deputies", "Deputy").objects.all():
        deputy.public_token = secrets.token_urlsafe(12)
        deputy.save(update_fields=["public_token"])


class Migration(migrations.Migration):
    """A code of a deputy is a row of its own in the room above."""

    dependencies = [("deputies", "0006_duty_kinds")]

    operations = [
        migrations.AlterField("deputy", "public_token", models.CharField(default="", editable=False, max_length=24)),
        migrations.RunPython(migrations.RunPython.noop, fill),
        migrations.RemoveField("deputy", "public_token"),
        # SQLite builds the table anew; the triggers of its index fall with the old one.
        AddSearchIndex("Deputy"),
    ]
