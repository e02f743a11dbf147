"""Opens some of the sealed texts of a database and says how many did: `python -m tests.drill.opening 100`."""

import random
import sys

import django

django.setup()

from django.apps import apps  # noqa: E402 - Django comes first

from portal.vault import CannotBeShown  # noqa: E402
from portal.vault.actions import sealed_fields  # noqa: E402


def open_some(most: int) -> tuple[int, int]:
    """Open at most so many texts, drawn from every table that has any: how many opened, and how many were tried."""
    places = [
        (model, field, pk)
        for model in apps.get_models()
        for field in sealed_fields(model)
        for pk in model._base_manager.filter(**{f"{field.name}__isnull": False}).values_list("pk", flat=True)
    ]
    chosen = random.Random(100).sample(places, min(most, len(places)))
    opened = 0
    for model, field, pk in chosen:
        row = model._base_manager.get(pk=pk)
        try:
            opened += isinstance(getattr(row, field.attname), str | dict | list | int)
        except CannotBeShown:
            continue
    return opened, len(chosen)


if __name__ == "__main__":
    done, tried = open_some(int(sys.argv[1]))
    sys.stdout.write(f"{done} of {tried} sealed texts opened.\n")
    sys.exit(0 if done == tried else 1)
