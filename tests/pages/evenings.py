"""The pages of evenings, as visitors and relatives meet them."""

from uuid import UUID

from groups import links
from groups.models import Registration
from portal import clock
from tests.pages.look import RELATIVE, Look, user


def own_sign_up() -> dict[str, UUID]:
    """What the relative is signed up for next."""
    return {"pk": Registration.objects.of_person_apart(user(RELATIVE), clock.now())[0][0].pk}


def sign_up_token() -> dict[str, str]:
    """The link to it."""
    return {"token": links.sign(Registration.objects.get(pk=own_sign_up()["pk"]))}


EVENING_PAGES = [
    Look("groups:sign_up_link", args=sign_up_token, picture="evening-link-in-a-message"),
    Look("groups:sign_up_link", args=sign_up_token, query="?cancel"),
    Look("groups:my_evenings", RELATIVE, picture="my-evenings"),
    Look("groups:my_sign_up", RELATIVE, own_sign_up),
]
