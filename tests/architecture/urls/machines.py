"""Rows of what machines ask, and of the directory's pages."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from portal.directory.models import Unit
from tests.architecture.url_table import NOT_ALLOWED, Row, everyone


def unit(people: Mapping[str, User]) -> dict[str, Any]:
    return {"slug": Unit.objects.create(slug="askehoej", name="Plejehjemmet Askehøj", kind="nursing_home").slug}


OBJECTS = {"directory:unit": unit}
ROWS = [
    Row("healthz", get=everyone(200), post=everyone(NOT_ALLOWED)),
    Row("readyz", get=everyone(503), post=everyone(NOT_ALLOWED)),  # no worker's heart beats in this test
    Row("directory:unit", get=everyone(200), post=everyone(NOT_ALLOWED)),
]
