"""Rows of the log."""

from tests.architecture.url_table import NOT_ALLOWED, Row, only, signed_in

ROWS = [
    Row("audit:events", get=only("dpo"), post=signed_in(NOT_ALLOWED)),
    Row("audit:export", get=only("dpo"), post=only("dpo")),
]
