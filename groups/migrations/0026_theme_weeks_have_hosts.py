import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0025_what_templates_and_seats_must_hold"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="hosts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="slug",
            field=models.SlugField(max_length=80, unique=True),
        ),
    ]
