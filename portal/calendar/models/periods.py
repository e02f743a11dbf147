"""What every stored period promises: [start, end), both ends known, not empty."""

from django.db import models
from django.db.models import Q


def bounded_period(name: str) -> models.CheckConstraint:
    """The check that a row's period is bounded, half-open and not empty."""
    return models.CheckConstraint(
        condition=Q(
            period__isempty=False,
            period__lower_inc=True,
            period__upper_inc=False,
            period__lower_inf=False,
            period__upper_inf=False,
        ),
        name=name,
    )
