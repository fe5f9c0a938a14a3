import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a station is, by whose decision; how its people came to their posts."""

    dependencies = [
        ("stations", "0008_visit_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="StationNature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("liaison", "代表联络站"),
                            ("model", "全过程人民民主基层示范点"),
                            ("legislative", "基层立法联系点"),
                            ("collection", "立法信息采集点"),
                        ],
                        max_length=12,
                        verbose_name="性质",
                    ),
                ),
                ("granted_by", models.CharField(blank=True, max_length=60, verbose_name="批准单位")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("since", models.DateField(blank=True, null=True, verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
            ],
            options={
                "verbose_name": "站点性质",
                "verbose_name_plural": "站点性质",
                "ordering": ("station", "since", "id"),
            },
        ),
        migrations.AddField(
            model_name="stationstaff",
            name="chosen_by",
            field=models.CharField(
                blank=True, choices=[("appointed", "选配"), ("elected", "竞选")], max_length=10, verbose_name="产生方式"
            ),
        ),
        migrations.AddField(
            model_name="stationstaff",
            name="document",
            field=models.CharField(blank=True, max_length=60, verbose_name="任职文件"),
        ),
        migrations.AddField(
            model_name="stationnature",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="natures",
                to="stations.station",
                verbose_name="联络站",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationnature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("station", "kind"),
                name="stationnature_once",
                violation_error_message="这个站现在已经是了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationnature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None), ("since", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="stationnature_dates_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
    ]
