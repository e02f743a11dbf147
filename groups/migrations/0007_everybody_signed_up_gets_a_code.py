import secrets

from django.db import migrations

SIGNS = "23456789CDFGHJKMNPQRTVWX"


def give_codes(apps, schema_editor):
    registrations = apps.get_model("groups", "Registration").objects.using(schema_editor.connection.alias)
    given = set()
    for row in registrations.filter(door_code="").only("pk").iterator():
        code = ""
        while not code or code in given:
            code = "".join(secrets.choice(SIGNS) for _sign in range(6))
        given.add(code)
        registrations.filter(pk=row.pk).update(door_code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0006_codes_at_the_door"),
    ]

    operations = [
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
