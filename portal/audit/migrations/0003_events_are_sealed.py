from django.db import migrations, models

import portal.audit.fields


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_rows_are_only_added")]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("events", portal.audit.fields.EventIds()),
                ("digests", models.BinaryField()),
                ("newest", models.BigIntegerField()),
                ("settled", models.BigIntegerField()),
                ("is_complete", models.BooleanField()),
                ("removed_to", models.BigIntegerField(blank=True, null=True)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["sealed_at"], name="audit_seal_by_time")],
            },
        ),
    ]
