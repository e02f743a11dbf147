import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0024_templates_and_least_numbers"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_template", False), ("publication__in", ["draft", "archived"]), _connector="OR"),
                name="template_is_never_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatpool",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "min_to_run__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("capacity"), "+", models.F("overbook")
                        ),
                    )
                ),
                name="pool_needs_no_more_than_it_seats",
            ),
        ),
    ]
