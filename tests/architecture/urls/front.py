"""Rows of portal.front: public pages that only show, and My page."""

from tests.architecture.url_table import NOT_ALLOWED, NOT_FOUND, ROLES, Row, everyone, only, signed_in

STAFF = ROLES[3:]

SHOWN = (
    "front",
    "privacy",
    "accessibility",
    "open_data",
    "talk",
    "break",
    "learn",
    "meet",
    "money",
    "unsure",
    "young",
    "bereaved",
    "professional",
)

ROWS = [
    *(Row(f"front:{name}", get=everyone(200), post=everyone(NOT_ALLOWED)) for name in SHOWN),
    Row("front:was", get=everyone(302), post=everyone(NOT_ALLOWED)),
    Row("front:colour", get=everyone(200), post=everyone(NOT_ALLOWED), args={"code": "17584f"}),
    Row("front:logo", get=everyone(NOT_FOUND), post=everyone(NOT_ALLOWED), args={"code": "0"}),
    Row("front:my_page", get=signed_in(200), post=signed_in(NOT_ALLOWED)),
    Row("front:staff_start", get=only(*STAFF), post=signed_in(NOT_ALLOWED)),
    Row("front:shortcuts", get=only(*STAFF), post=signed_in(NOT_ALLOWED)),
]
