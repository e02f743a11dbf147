from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counselling", "0032_words_of_professionals")]

    operations = [
        migrations.AddConstraint(
            model_name="incomingword",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["unproven", "waiting", "taken", "declined"])),
                name="incoming_word_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proven_at", None), ("state", "unproven")),
                    models.Q(models.Q(("state", "unproven"), _negated=True), ("proven_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_word_waits_once_its_sender_is_proven",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("state__in", ["taken", "declined"])),
                    models.Q(("decided_at", None), ("state__in", ["unproven", "waiting"])),
                    _connector="OR",
                ),
                name="a_word_is_answered_at_a_moment",
            ),
        ),
    ]
