"""Who hears of new evenings in the demo: Rasmus, and two people without an account, one of whom has not confirmed."""

from datetime import timedelta

from groups.actions import news
from groups.models import Event, NewsTold
from groups.models.news import Wishes
from portal import clock
from portal.accounts.models import User
from portal.embedded.demo.talks import mark_as_sent

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
    mark_as_sent()
