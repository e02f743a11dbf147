from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0034_what_partners_wrote_is_made_together"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="together",
            constraint=models.UniqueConstraint(
                fields=("event", "co_organiser"), name="an_event_is_made_once_with_a_partner"
            ),
        ),
    ]
