"""Days planned before there was a draft were told to their deputies at once: they are published."""

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone


def publish(apps, schema_editor):
    slots = apps.get_model("stations", "DutySlot").objects.filter(published_at=None)
    on_duty = apps.get_model("stations", "SlotDeputy").objects.filter(slot=OuterRef("pk"))
    slots.filter(Exists(on_duty)).update(published_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("stations", "0015_rota_rules")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop, elidable=False)]
