"""The pages of evenings, as visitors and relatives meet them."""

from uuid import UUID

from groups import links
from groups.models import Event, NewsWish, Registration, SeatPool
from portal import clock
from portal.embedded.demo.visitor_evenings import FULL, OPEN
from tests.pages.look import RELATIVE, Look, user


def own_sign_up() -> dict[str, UUID]:
    """What the relative is signed up for next."""
    return {"pk": Registration.objects.of_person_apart(user(RELATIVE), clock.now())[0][0].pk}


def sign_up_token() -> dict[str, str]:
    """The link to it."""
    return {"token": links.sign(Registration.objects.get(pk=own_sign_up()["pk"]))}


def news_token() -> dict[str, str]:
    """The link of somebody who hears of new evenings."""
    return {"token": links.sign_news(NewsWish.objects.filter(user=None, confirmed_at__isnull=False)[0].pk)}


def waiting_sign_up() -> dict[str, UUID]:
    """Where the relative waits for a place."""
    rows = Registration.objects.of_person(user(RELATIVE))
    return {"pk": next(row.pk for row in rows if row.state == "waiting")}


def waiting_token() -> dict[str, str]:
    """The link to it."""
    return {"token": links.sign(Registration.objects.get(pk=waiting_sign_up()["pk"]))}


def open_event() -> dict[str, str]:
    """An evening with free places."""
    return {"slug": Event.objects.get(slug=OPEN).slug}


def discreet_event() -> dict[str, str]:
    """One whose title stays on its page."""
    return {"slug": Event.objects.filter(sensitivity="discreet", publication="published")[0].slug}


def open_seats() -> dict[str, object]:
    """The seats of an evening with free places."""
    return {"slug": OPEN, "pk": SeatPool.objects.filter(occurrence__event__slug=OPEN)[0].pk}


def full_seats() -> dict[str, object]:
    """The seats of one that is full."""
    return {"slug": FULL, "pk": SeatPool.objects.filter(occurrence__event__slug=FULL)[0].pk}


EVENING_PAGES = [
    Look("groups:evenings", picture="evenings"),
    Look("groups:evenings", query="?when=evening&free=on"),
    Look("groups:month", picture="evenings-month"),
    Look("groups:month", query="?words=ingenting-hedder-dette"),
    Look("groups:news"),
    Look("groups:news_sent"),
    Look("groups:news_link", args=news_token),
    Look("groups:my_news", RELATIVE),
    Look("groups:event", args=open_event, picture="evening"),
    Look("groups:event", args=discreet_event, query="?discreet"),
    Look("groups:question", args=open_event),
    Look("groups:sign_up", args=open_seats, picture="evening-sign-up"),
    Look("groups:sign_up", args=full_seats, query="?full"),
    Look("groups:sign_up_sent"),
    Look("groups:sign_up_link", args=sign_up_token),
    Look("groups:sign_up_link", args=sign_up_token, query="?cancel"),
    Look("groups:my_evenings", RELATIVE, picture="my-evenings"),
    Look("groups:my_sign_up", RELATIVE, own_sign_up),
    Look("groups:my_sign_up", RELATIVE, waiting_sign_up, query="?waiting"),
    Look("groups:my_sign_up_change", RELATIVE, own_sign_up),
    Look("groups:sign_up_link_change", args=waiting_token),
    Look("groups:my_sign_up_why", RELATIVE, waiting_sign_up),
    Look("groups:sign_up_link_why", args=waiting_token),
]
