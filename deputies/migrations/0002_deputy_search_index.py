from django.db import migrations

from common.search import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [
        ("deputies", "0001_initial"),
    ]

    operations = [
        AddSearchIndex("Deputy"),
    ]
