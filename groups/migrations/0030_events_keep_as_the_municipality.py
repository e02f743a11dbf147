from django.db import migrations


def as_the_municipality(apps, schema_editor):
    """Nobody chose the number that stands there: it was the same for every event, and nothing read it."""
    apps.get_model("groups", "Event").objects.using(schema_editor.connection.alias).update(retention_days=None)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0029_an_event_may_keep_less"),
    ]

    operations = [
        migrations.RunPython(as_the_municipality, migrations.RunPython.noop),
    ]
