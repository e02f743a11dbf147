"""The course whose three days are worth the same; 41 of 118 in Hjemmeplejen Nord have taken part."""

from collections.abc import Mapping

from groups.actions import courses as actions
from groups.models import Event
from portal.accounts.models import User
from portal.directory.models import Unit

PAGES = (
    ("Før samtalen", "Find ro, før I taler sammen.\n\n- Sluk for telefonen\n- Sig, hvor lang tid I har"),
    ("Under samtalen", "Lyt først. Spørg så.\n\nSig det højt, når noget er svært: “Det kan jeg godt forstå.”"),
    ("Bagefter", "Skriv ned, hvad I blev enige om. Sig, hvornår du ringer igen, og gør det."),
)


def tell(people: Mapping[str, User]) -> None:
    """The course, its pages, two units, and a counsellor who has begun to read."""
    organiser, mette = people["lone.vad@egekoebing.example"], people["mette.krogh@egekoebing.example"]
    values = {
        "title": "Den svære samtale med pårørende",
        "summary": "Sådan taler du med familien, når noget er svært eller gået galt.",
        "has_relatives_topic": True,
        "months_valid": 36,
    }
    course = actions.start_course(by=organiser, values=values)
    event = Event.objects.get(title__startswith="Fagdag")
    actions.choose_sessions(by=organiser, course=course, version=1, events=[event])
    pages = [
        actions.write_page(by=organiser, course=course, page=None, title=title, body=body) for title, body in PAGES
    ]
    north, south = unit("hjemmeplejen-nord", "Hjemmeplejen Nord"), unit("hjemmeplejen-syd", "Hjemmeplejen Syd")
    actions.keep_need(by=organiser, course=course, unit=north, staff=118, counted=41, need=None)
    actions.keep_need(by=organiser, course=course, unit=south, staff=96, counted=12, need=None)
    actions.read_page(by=mette, page=pages[0])


def unit(slug: str, name: str) -> Unit:
    """A unit of home care."""
    found, _made = Unit.objects.get_or_create(slug=slug, defaults={"name": name, "kind": Unit.Kind.HOME_CARE})
    return found
