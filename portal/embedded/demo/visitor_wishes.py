"""What visitors of the demo ask for: to hear of new evenings, and what they ask whoever speaks without a name."""

from datetime import timedelta
from uuid import UUID

from groups.actions import news, questions
from groups.models import Event, NewsTold
from groups.models.news import Wishes
from portal import clock
from portal.accounts.models import User
from portal.embedded.demo.talks import mark_as_sent
from portal.embedded.demo.visitor_evenings import OPEN

RASMUS = "rasmus@borger.example"


def chosen(*topics: str, **more: object) -> Wishes:
    """What somebody wants to hear of."""
    return {"topics": list(topics), "near": "", "way": "", "often": "week", "says_titles": False, **more}


def tell(people: dict[str, User]) -> None:
    """Three wishes, and what one of them was told last week."""
    news.start_own_news(by=people[RASMUS], wishes=chosen("understanding", "own_life"), language="da")
    wish = news.keep_wish(email="gudrun@gaest.example", wishes=chosen(near="Egekøbing", often="day"), language="da")
    wish = news.confirm_news(wish=wish)
    for event in Event.objects.published(clock.now()).open_to(None).filter(sensitivity="open").order_by("slug")[:2]:
        NewsTold.objects.create(wish=wish, event=event, told_at=clock.now() - timedelta(days=7))
    news.keep_wish(email="poul@gaest.example", wishes=chosen("rights", way="online"), language="da")
    ask_at(Event.objects.get(slug=OPEN))
    mark_as_sent()


ASKED = (
    "Hvad gør man, når han ikke selv kan se, at han glemmer?",
    "Må jeg gerne tage bilnøglerne?",
    "Hvornår er det tid til at søge om et plejehjem?",
)


def ask_at(event: Event) -> None:
    """Three questions; the last one is answered already."""
    for number, text in enumerate(ASKED):
        row = questions.ask_question(event=event, text=text, form_key=UUID(int=event.pk.int ^ number))
    questions.put_question(by=event.organiser, question=row, state="answered")
