from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counselling", "0024_what_the_records_have")]

    operations = [
        migrations.AddConstraint(
            model_name="journalpackage",
            constraint=models.CheckConstraint(
                condition=models.Q(("notes", []), _negated=True), name="a_package_holds_notes"
            ),
        ),
        migrations.AddConstraint(
            model_name="journalpackage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fetched_at", None), ("sha256", "")),
                    models.Q(("fetched_at__isnull", False), models.Q(("sha256", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_fetched_package_is_known_by_its_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="journalpackage",
            constraint=models.CheckConstraint(
                condition=models.Q(("filed_at", None), ("fetched_at__isnull", False), _connector="OR"),
                name="a_filed_package_was_fetched",
            ),
        ),
    ]
