import django.db.models.deletion
from django.db import migrations, models

from common.append_only import AppendOnly, Reopen


class Migration(migrations.Migration):
    """A reception day of the rota has a history of its own."""

    dependencies = [("stations", "0002_history")]

    operations = [
        Reopen("Event"),
        migrations.RemoveConstraint("event", "station_event_one_target"),
        migrations.AddField(
            "event",
            "slot",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="stations.dutyslot",
            ),
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reception__isnull", False), ("slot__isnull", True), ("visit__isnull", True)),
                    models.Q(("reception__isnull", True), ("slot__isnull", True), ("visit__isnull", False)),
                    models.Q(("reception__isnull", True), ("slot__isnull", False), ("visit__isnull", True)),
                    _connector="OR",
                ),
                name="station_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            ),
        ),
        AppendOnly("Event"),
    ]
