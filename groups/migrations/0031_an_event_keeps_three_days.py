from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0030_events_keep_as_the_municipality"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("retention_days__isnull", True), ("retention_days__gte", 3), _connector="OR"),
                name="event_keeps_people_three_days_or_more",
            ),
        ),
    ]
