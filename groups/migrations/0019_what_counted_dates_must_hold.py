from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0018_counted_dates"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="datetally",
            constraint=models.CheckConstraint(condition=models.Q(("came__lte", 100000)), name="a_tally_counts_people"),
        ),
    ]
