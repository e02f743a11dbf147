"""A stop has a beginning and an end, and says why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Constraints of service stops."""

    dependencies = [
        ("calendar", "0007_service_stops"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="servicestop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period__isempty", False),
                    ("period__lower_inc", True),
                    ("period__lower_inf", False),
                    ("period__upper_inc", False),
                    ("period__upper_inf", False),
                ),
                name="stop_period_is_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestop",
            constraint=models.CheckConstraint(condition=models.Q(("says", ""), _negated=True), name="stop_says_why"),
        ),
    ]
