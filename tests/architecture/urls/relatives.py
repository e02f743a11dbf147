"""Rows of the relative's own settings."""

from tests.architecture.url_table import Row, everyone, signed_in

ROWS: list[Row] = [
    Row("relatives:contact", get=signed_in(405), post=signed_in(200)),
    Row("relatives:language", get=signed_in(405), post=signed_in(200)),
    Row("relatives:looks", get=signed_in(200), post=signed_in(405)),
    Row("relatives:name", get=signed_in(405), post=everyone(302)),
    Row("relatives:phone", get=signed_in(405), post=everyone(302)),
    Row("relatives:postal_address", get=signed_in(405), post=everyone(302)),
    Row("relatives:settings", get=signed_in(200), post=signed_in(405)),
]
