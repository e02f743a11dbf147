from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0007_everybody_signed_up_gets_a_code"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("door_code", ""), _negated=True),
                fields=("door_code",),
                name="a_door_code_opens_one_party",
            ),
        ),
    ]
