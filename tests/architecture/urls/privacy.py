"""Rows of portal.privacy."""

from tests.architecture.url_table import Row, signed_in

ROWS = [
    Row("privacy:download", get=signed_in(200), post=signed_in(200)),
]
