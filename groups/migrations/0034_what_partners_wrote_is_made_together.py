"""An event a partner wrote is one it makes with us."""

from django.db import migrations

import portal.keys


def note_who_wrote(apps, schema_editor):
    """As the owner, who is not the default connection."""
    alias = schema_editor.connection.alias
    written = apps.get_model("groups", "Event").objects.using(alias).filter(co_organiser__isnull=False)
    together = apps.get_model("groups", "Together")
    rows = [
        together(id=portal.keys.new_key(), event_id=pk, co_organiser_id=partner, since=since)
        for pk, partner, since in written.values_list("pk", "co_organiser_id", "created_at")
    ]
    together.objects.using(alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0033_events_made_together"),
    ]

    operations = [migrations.RunPython(note_who_wrote, migrations.RunPython.noop)]
