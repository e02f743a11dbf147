"""What nobody wrote is an empty text, sealed like every other one: NULL said the same in a second way."""

from django.db import migrations


def seal_empty_texts(apps, schema_editor):
    """Row by row: each text is sealed for its own row. As the owner, who is not the default connection."""
    alias = schema_editor.connection.alias
    for name, field in (("Contact", "note"), ("Referral", "summary")):
        rows = apps.get_model("counselling", name).objects.using(alias).filter(**{f"{field}__isnull": True})
        for row in rows.only("pk", field).iterator(chunk_size=500):
            setattr(row, field, "")
            row.save(update_fields=[field])


class Migration(migrations.Migration):
    dependencies = [("counselling", "0029_what_tallies_must_hold")]

    operations = [migrations.RunPython(seal_empty_texts, migrations.RunPython.noop)]
