from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0028_what_partners_must_hold"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="retention_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
