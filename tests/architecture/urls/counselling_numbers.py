"""Rows of the numbers, and the load."""

from tests.architecture.url_table import Row, only, signed_in

ROWS = [
    Row("counselling:load", get=only("team_lead"), post=signed_in(405)),
    Row("counselling:numbers", get=only("team_lead", "planner"), post=signed_in(405)),
    Row("counselling:numbers_export", get=only("team_lead"), post=only("team_lead", status=422)),
]
