from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0005_what_letters_must_hold"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="door_code",
            field=models.CharField(blank=True, max_length=6),
        ),
    ]
