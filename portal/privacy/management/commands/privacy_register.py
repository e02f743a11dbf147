"""Prints the record of processing (art. 30) and the deletion plan."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy import actions, registry


class Command(BaseCommand):
    """manage.py privacy_register"""

    help = "Print the art. 30 record and the deletion plan as Markdown tables, from the register the walkers follow."

    def handle(self, *args: Any, **options: Any) -> None:
        """Two tables."""
        self.stdout.write("# Record of processing activities (GDPR art. 30)\n")
        self.stdout.write("| table | field | class | basis | kept | copy | on erasure |\n|---|---|---|---|---|---|---|")
        for (app, model, name), field in registry.listed().items():
            if field.classification is registry.Classification.NONE:
                continue
            cells = (f"{app}.{model}", name, field.classification, field.basis, field.period)
            self.stdout.write("| " + " | ".join((*cells, "yes" if field.export else "no", field.erase)) + " |")
        self.stdout.write("\n# Deletion plan\n\n| period | days | what |\n|---|---|---|")
        for period in registry.periods():
            days = actions.days_of(period).total_seconds() / 86400
            self.stdout.write(f"| {period.name} | {days:g} | {period.says} |")
