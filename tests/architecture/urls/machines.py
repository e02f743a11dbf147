"""Rows of what machines ask."""

from tests.architecture.url_table import NOT_ALLOWED, Row, everyone

ROWS = [
    Row("healthz", get=everyone(200), post=everyone(NOT_ALLOWED)),
    Row("readyz", get=everyone(503), post=everyone(NOT_ALLOWED)),  # no worker's heart beats in this test
]
