"""Pictures: everything in its place, and in words too."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import translation

from portal.design.charts import Bar, Block, WeekDay, bars, week

MONDAY = date(2026, 11, 2)
ZONE = ZoneInfo("Europe/Copenhagen")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 2, hour, minute, tzinfo=ZONE)


def drawn(source: str, **values: object) -> BeautifulSoup:
    with translation.override("da"):
        return BeautifulSoup(Template("{% load dkfds %}" + source).render(Context(values)), "html.parser")


def test_blocks_that_overlap_stand_side_by_side() -> None:
    day = WeekDay(MONDAY, [Block(at(9), at(10), "talk", "A"), Block(at(9, 30), at(10, 30), "travel", "B")])
    first, second = week([day]).drawn
    assert first.x + first.width <= second.x


def test_blocks_after_each_other_share_the_column() -> None:
    day = WeekDay(MONDAY, [Block(at(9), at(10), "talk"), Block(at(10), at(11), "talk")])
    first, second = week([day]).drawn
    assert first.x == second.x
    assert first.y + first.height <= second.y


def test_free_time_lies_behind_the_talks() -> None:
    day = WeekDay(MONDAY, [Block(at(9), at(9, 45), "talk", "A"), Block(at(9), at(12), "free")])
    assert [one.block.kind for one in week([day]).drawn] == ["free", "talk"]


def test_the_picture_grows_for_early_and_late_times() -> None:
    with translation.override("da"):
        usual = week([WeekDay(MONDAY)])
        long = week([WeekDay(MONDAY, [Block(time(6, 30), time(0, 0), "busy")])])
    assert long.height > usual.height
    assert long.lines[0][1] == "6.00"
    assert all(one.y + one.height <= long.height for one in long.drawn)


def test_the_week_has_a_title_a_sentence_links_and_a_table() -> None:
    day = WeekDay(MONDAY, [Block(at(9), at(9, 45), "talk", "Samtale <b>", "/samtale/"), Block(at(9), at(12), "free")])
    page = drawn("{% week_picture days title='Uge 45' sentence='1 samtale.' %}", days=[day])
    assert "Uge 45" in page.figcaption.get_text()  # type: ignore[union-attr]
    assert "1 samtale." in page.figcaption.get_text()  # type: ignore[union-attr]
    assert page.select("svg a[href='/samtale/'][aria-label='9.00–9.45 Samtale <b>']")
    rows = [row.get_text(" ", strip=True) for row in page.select("details tbody tr")]
    assert rows == ["mandag 2. november 9.00–9.45 Samtale <b>", "mandag 2. november 9.00–12.00 Kan bookes"]


def test_bars_are_measured_against_the_longest_and_told_as_a_table() -> None:
    rows = [Bar("Mette", 14, ceiling=16), Bar("Jonas", 18, "18 forløb", ceiling=16)]
    made = bars(rows)
    assert [row["length"] for row in made] == [77.8, 100.0]
    assert [row["is_over"] for row in made] == [False, True]
    page = drawn("{% bars rows title='Belastning' %}", rows=rows)
    assert [cell.get_text() for cell in page.select("details td")] == ["14", "18 forløb"]


def test_no_rows_make_an_empty_picture_and_no_error() -> None:
    assert bars([]) == []
    assert week([]).drawn == []
