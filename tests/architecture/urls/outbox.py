"""Rows of messages, the delivery ledger and the task list."""

from tests.architecture.url_table import Row

ROWS: list[Row] = []
