import django.db.models.deletion
from django.db import migrations, models

from common.append_only import AppendOnly, Reopen


class Migration(migrations.Migration):
    """A station has a history of its own: who came, who left, what it became."""

    dependencies = [("stations", "0009_station_nature")]

    operations = [
        Reopen("Event"),
        migrations.RemoveConstraint(
            model_name="event",
            name="station_event_one_target",
        ),
        migrations.AddField(
            model_name="event",
            name="station",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="stations.station",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closure__isnull", True),
                        ("code__isnull", True),
                        ("page__isnull", True),
                        ("reception__isnull", False),
                        ("slot__isnull", True),
                        ("station__isnull", True),
                        ("visit__isnull", True),
                    ),
                    models.Q(
                        ("closure__isnull", True),
                        ("code__isnull", True),
                        ("page__isnull", True),
                        ("reception__isnull", True),
                        ("slot__isnull", True),
                        ("station__isnull", True),
                        ("visit__isnull", False),
                    ),
                    models.Q(
                        ("closure__isnull", True),
                        ("code__isnull", True),
                        ("page__isnull", True),
                        ("reception__isnull", True),
                        ("slot__isnull", False),
                        ("station__isnull", True),
                        ("visit__isnull", True),
                    ),
                    models.Q(
                        ("closure__isnull", True),
                        ("code__isnull", False),
                        ("page__isnull", True),
                        ("reception__isnull", True),
                        ("slot__isnull", True),
                        ("station__isnull", True),
                        ("visit__isnull", True),
                    ),
                    models.Q(
                        ("closure__isnull", True),
                        ("code__isnull", True),
                        ("page__isnull", False),
                        ("reception__isnull", True),
                        ("slot__isnull", True),
                        ("station__isnull", True),
                        ("visit__isnull", True),
                    ),
                    models.Q(
                        ("closure__isnull", False),
                        ("code__isnull", True),
                        ("page__isnull", True),
                        ("reception__isnull", True),
                        ("slot__isnull", True),
                        ("station__isnull", True),
                        ("visit__isnull", True),
                    ),
                    models.Q(
                        ("closure__isnull", True),
                        ("code__isnull", True),
                        ("page__isnull", True),
                        ("reception__isnull", True),
                        ("slot__isnull", True),
                        ("station__isnull", False),
                        ("visit__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="station_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            ),
        ),
        AppendOnly("Event"),
    ]
