from django.db import migrations

from common.append_only import AppendOnly
from common.search import AddSearchIndex


class Migration(migrations.Migration):
    """Make opinions and matters findable by two characters; let nobody rewrite history."""

    dependencies = [("opinions", "0001_initial")]

    operations = [
        AddSearchIndex("Opinion"),
        AddSearchIndex("Matter"),
        AppendOnly("Event"),
    ]
