"""The minimal project's rows. Its tables are made by the bench: tests.bench.minimal.tables."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class Kept(models.Model):
    """A time that is taken; the table has the constraint."""

    counsellor = models.IntegerField()
    period = DateTimeRangeField()

    class Meta:
        managed = False
        db_table = "bench_kept"


class Pool(models.Model):
    """Seats."""

    capacity = models.IntegerField()
    taken = models.IntegerField(default=0)

    class Meta:
        managed = False
        db_table = "bench_pool"


class SignedUp(models.Model):
    """Who has a seat, or waits."""

    pool = models.IntegerField()
    person = models.TextField()
    state = models.TextField()

    class Meta:
        managed = False
        db_table = "bench_signed_up"


class Message(models.Model):
    """What somebody is told."""

    key = models.TextField(unique=True)
    text = models.TextField()

    class Meta:
        managed = False
        db_table = "bench_message"
