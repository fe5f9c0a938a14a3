"""A sign-in for each 全体会议: what stood on the line of a person moves to the one 全体会议 of their meeting."""

import django.db.models.deletion
from django.db import migrations, models

FACTS = ("reason", "signed_at", "by_self")
EXPECTED = "expected"


def hand_down(apps, schema_editor):
    """Every meeting gets one, and every answer and signature stands there as it stood on the line."""
    meeting, attendee, plenary, presence = (
        apps.get_model("meetings", name) for name in ("Meeting", "Attendee", "Plenary", "Presence")
    )
    plenary.objects.bulk_create([plenary(meeting_id=pk, number=1) for pk in meeting.objects.values_list("pk", flat=True)])
    first = dict(plenary.objects.values_list("meeting_id", "pk"))
    rows = attendee.objects.exclude(status=EXPECTED).values("pk", "meeting_id", "status", *FACTS)
    presence.objects.bulk_create(
        [
            presence(
                attendee_id=row["pk"],
                plenary_id=first[row["meeting_id"]],
                status=row["status"],
                **{name: row[name] for name in FACTS},
            )
            for row in rows.iterator()
        ],
        batch_size=500,
    )


def take_back(apps, schema_editor):
    """The line says the whole meeting already; reason and signature come from the first row that says the same."""
    attendee, presence = apps.get_model("meetings", "Attendee"), apps.get_model("meetings", "Presence")
    rows = presence.objects.filter(status=models.F("attendee__status")).order_by("-plenary__number")
    for row in rows.values("attendee_id", *FACTS):
        attendee.objects.filter(pk=row["attendee_id"]).update(**{name: row[name] for name in FACTS})


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0017_audience_notice"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plenary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                ("label", models.CharField(blank=True, max_length=20, verbose_name="名称")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="日期")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="开始时间")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plenaries",
                        to="meetings.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "全体会议",
                "verbose_name_plural": "全体会议",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"),
                        name="plenary_number_once",
                        violation_error_message="这次会议已经有这个次序的全体会议。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("expected", "未签到"), ("present", "已签到"), ("leave", "请假"), ("absent", "缺席")],
                        default="expected",
                        max_length=10,
                        verbose_name="签到情况",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="请假事由")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签到时间")),
                ("by_self", models.BooleanField(default=False, verbose_name="本人扫码签到")),
                ("is_late", models.BooleanField(default=False, verbose_name="迟到")),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="meetings.attendee",
                        verbose_name="会议名单",
                    ),
                ),
                (
                    "plenary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="meetings.plenary",
                        verbose_name="全体会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "到会情况",
                "verbose_name_plural": "到会情况",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attendee", "plenary"),
                        name="presence_once",
                        violation_error_message="这个人在这次全体会议已经有记录。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_late", False), ("status", "present"), _connector="OR"),
                        name="presence_late_is_present",
                        violation_error_message="迟到的人是到了会的。",
                    ),
                ],
            },
        ),
        migrations.RunPython(hand_down, take_back),
        migrations.RemoveField(model_name="attendee", name="reason"),
        migrations.RemoveField(model_name="attendee", name="signed_at"),
        migrations.RemoveField(model_name="attendee", name="by_self"),
        migrations.AlterField(
            model_name="attendee",
            name="status",
            field=models.CharField(
                choices=[("expected", "未签到"), ("present", "已签到"), ("leave", "请假"), ("absent", "缺席")],
                default="expected",
                max_length=10,
                verbose_name="到会情况",
            ),
        ),
    ]
