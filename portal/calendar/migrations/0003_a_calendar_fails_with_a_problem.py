from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_own_calendars_are_read")]

    operations = [
        migrations.AddConstraint(
            model_name="calendarsource",
            constraint=models.CheckConstraint(
                condition=models.Q(failures=0, problem="") | ~models.Q(problem="") & models.Q(failures__gt=0),
                name="calendar_source_fails_with_a_problem",
            ),
        ),
    ]
