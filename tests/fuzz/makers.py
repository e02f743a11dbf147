"""How the forms that need something are made: name -> (fixture request -> keyword arguments)."""

from collections.abc import Callable
from typing import Any

import pytest

MAKERS: dict[str, Callable[[pytest.FixtureRequest], dict[str, Any]]] = {}
