"""No regulation of Henan sets a limit for 签收: the body that hands over does, and its sentence says so."""

from django.db import migrations

SOURCE = "本级人大常委会交办工作要求"


def fill(apps, schema_editor):
    rule = apps.get_model("opinions", "HandlingRule")
    rule.objects.filter(kind__in=("meeting_list", "review_opinion"), accept_source="").update(accept_source=SOURCE)


class Migration(migrations.Migration):
    dependencies = [("opinions", "0004_accept_source")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
