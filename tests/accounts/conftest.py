"""Every test of accounts begins in Danish, whatever page the one before read."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """The default language, and the one before afterwards."""
    with translation.override("da"):
        yield
