"""Wishing to hear of new evenings, confirming, changing, stopping; and the one message that tells of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from groups.models import Event, NewsTold, NewsWish, Occurrence
from groups.models.news import ONE_ADDRESS, ONE_PERSON, Wishes
from groups.rules import news as rules
from groups.rules.dates import OFF
from groups.rules.news import NewsRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking, violated_constraint
from portal.vault.keyring import blind_index
from relatives import rules as contact
from relatives.models import RelativeProfile

LINK = "groups.news_link"
NEWS = "groups.news"
ENDED = "groups.news_ended"
KINDS = (LINK, NEWS)
YOUNG = timedelta(days=15)  # a published event is news for so long: longer than a week and its week-end
AT_A_TIME = 200


def index_of(email: str) -> str:
    """The fingerprint by which an address is known."""
    return blind_index(email.strip().lower(), "news")


def ask_for_news(*, email: str, wishes: Wishes, language: str) -> None:
    """Keep a wish and send its link; it counts once somebody answers from there.

    An address that is known already gets its link once more, and nothing of it is changed: whoever types an address
    neither learns that it is known nor changes what its owner chose.
    """
    try:
        keep_wish(email=email.strip().lower(), wishes=wishes, language=language)
    except IntegrityError as error:  # somebody pressed the button twice: the other press has written the row
        if violated_constraint(error) != ONE_ADDRESS:
            raise
        keep_wish(email=email.strip().lower(), wishes=wishes, language=language)


@locking
def keep_wish(*, email: str, wishes: Wishes, language: str) -> NewsWish:
    """The row of an address, new or known; its link is sent unless it has just been."""
    now, index = clock.now(), index_of(email)
    row = NewsWish.objects.of_address(email, index).select_for_update(of=("self",)).first()
    sends = row is None or rules.may_send_link_again(row.asked_at, now)
    if row is None:
        row = NewsWish(id=new_key(), email=email, email_index=index, language=language, asked_at=now, **wishes)
        row.save(force_insert=True)
        audit.record("groups.news_asked", by=None, obj=row)
    elif row.confirmed_at is None:
        put_wishes(row, wishes)
    if sends:
        row.asked_at = now
        row.save(update_fields=["asked_at"])
        send_link(row, now)
    return row


def put_wishes(row: NewsWish, wishes: Wishes) -> None:
    """Write what somebody chose."""
    for name, value in wishes.items():
        setattr(row, name, value)
    row.save(update_fields=list(wishes))


def send_link(row: NewsWish, now: datetime) -> None:
    """The link with which a wish is confirmed, changed and stopped."""
    key = f"{LINK}:{row.pk}:{now.timestamp():.0f}"
    outbox.put(LINK, key, channel="email", address=row.address, to=row.user, about=row.pk, language=row.language)


@locking
def confirm_news(*, wish: NewsWish) -> NewsWish:
    """The address answered: from now on it hears of what is new. Pressed twice, nothing more."""
    row = NewsWish.objects.select_for_update().get(pk=wish.pk)
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        audit.record("groups.news_confirmed", by=None, obj=row)
    return row


@locking
def change_news(*, by: User | None, wish: NewsWish, wishes: Wishes) -> NewsWish:
    """Choose anew. What was told already is not told again."""
    row = NewsWish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    put_wishes(row, wishes)
    audit.record("groups.news_changed", by=by, obj=row, subject=row.user_id)
    return row


@locking
def start_own_news(*, by: User, wishes: Wishes, language: str) -> NewsWish:
    """Switch it on for an account, or choose anew. What the same address had asked for as a guest is gone.

    Refuses somebody without an e-mail address.
    """
    if not by.email:
        raise Refused(NewsRefusal.NEWS_NO_ADDRESS)
    now = clock.now()
    NewsWish.objects.filter(email_index=index_of(by.email)).delete()
    row = NewsWish.objects.select_for_update(of=("self",)).filter(user=by).first()
    if row is not None:
        put_wishes(row, wishes)
        return row
    row = NewsWish(id=new_key(), user=by, language=language, asked_at=now, confirmed_at=now, **wishes)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # switched on twice at the same moment
        if violated_constraint(error) != ONE_PERSON:
            raise
        return NewsWish.objects.get(user=by)
    audit.record("groups.news_confirmed", by=by, obj=row, subject=by.pk)
    return row


@locking
def stop_news(*, by: User | None, wish: NewsWish) -> None:
    """Gone at once, with what was told and what was about to be sent. Pressed twice, nothing more."""
    row = NewsWish.objects.select_for_update(of=("self",)).filter(pk=wish.pk).first()
    if row is not None:
        outbox.withdraw(row.pk, kinds=KINDS)
        audit.record("groups.news_stopped", by=by, obj=row, subject=row.user_id)
        row.delete()


@transaction.atomic
def end_dead_news(*, key: UUID) -> bool:
    """The address refuses our mail for good: gone like one that was stopped; whether it was.

    Whoever has an account reads on the site that it ended and why. What somebody changes at this moment stays: the
    next refusal asks again.
    """
    row = NewsWish.objects.to_end(key)
    if row is None:
        return False
    if row.user is not None:
        language = row.user.language
        outbox.put(ENDED, f"{ENDED}:{row.pk}", channel="inbox", to=row.user, about=row.user.pk, language=language)
    outbox.withdraw(row.pk, kinds=KINDS)
    audit.record("groups.news_ended", by=None, obj=row, subject=row.user_id)
    row.delete()
    return True


def new_events(now: datetime) -> dict[UUID, tuple[Event, rules.Offered]]:
    """What was published lately and may be told to everybody: open, with a date that takes place. Two queries."""
    dates: dict[UUID, list[Occurrence]] = {}
    for date in Occurrence.objects.newly_open(now, now - YOUNG):
        dates.setdefault(date.event_id, []).append(date)
    return {key: (found[0].event, offered(found)) for key, found in dates.items()}


def offered(dates: Sequence[Occurrence]) -> rules.Offered:
    """An event as the rules see it."""
    event = dates[0].event
    here = [one for one in dates if one.venue and one.status != "moved_online" and one.status not in OFF]
    places = [rules.Place(one.venue.postcode, one.venue.town, one.venue.name) for one in here if one.venue]
    is_online = event.attendance != "in_person" or any(one.status == "moved_online" for one in dates)
    return rules.Offered(event.topics, places, is_online)


def tell_news() -> int:
    """Tell everybody who waits for news what is new and fits, in one message each; how many. A chore of each hour."""
    now, done = clock.now(), 0
    events = new_events(now)
    due = [wish.pk for wish in NewsWish.objects.waiting_for_news() if events and is_due(wish, now)]
    for start in range(0, len(due), AT_A_TIME):
        done += tell_some(due[start : start + AT_A_TIME], events, now)
    return done


def is_due(wish: NewsWish, now: datetime) -> bool:
    """Whether somebody may be written to now."""
    return rules.is_due(often=wish.often, last_told_at=wish.last_told_at, now=now, zone=clock.zone())


@transaction.atomic
def tell_some(keys: Iterable[UUID], events: Mapping[UUID, tuple[Event, rules.Offered]], now: datetime) -> int:
    """What was told and the messages that tell it, in one transaction. Whoever changes it now waits a turn."""
    rows = NewsWish.objects.waiting_for_news().filter(pk__in=list(keys))
    wishes = [row for row in rows.select_for_update(of=("self",), skip_locked=True) if is_due(row, now)]
    known = NewsTold.objects.known_to([wish.pk for wish in wishes])
    profiles = RelativeProfile.objects.of_people([wish.user_id for wish in wishes if wish.user_id])
    told: list[NewsTold] = []
    drafts: list[outbox.Draft] = []
    for wish in wishes:
        found = fitting(wish, events, known.get(wish.pk, set()))
        if found:
            told += [NewsTold(wish=wish, event_id=key, told_at=now) for key in found]
            drafts.append(draft(wish, found, profiles, now))
            wish.last_told_at = now
    NewsTold.objects.bulk_create(told)
    NewsWish.objects.bulk_update([wish for wish in wishes if wish.last_told_at == now], ["last_told_at"])
    outbox.put_all(drafts)
    return len(drafts)


def fitting(wish: NewsWish, events: Mapping[UUID, tuple[Event, rules.Offered]], known: set[UUID]) -> list[UUID]:
    """The events that are new to somebody: published since they asked, wanted, and not told before."""
    wanted = rules.Wanted(wish.topics, wish.near, wish.way)
    return [
        key
        for key, (event, facts) in events.items()
        if key not in known
        and event.published_at
        and wish.confirmed_at
        and event.published_at > wish.confirmed_at
        and rules.fits(wanted, facts)
    ]


def draft(
    wish: NewsWish, found: Sequence[UUID], profiles: Mapping[UUID, RelativeProfile], now: datetime
) -> outbox.Draft:
    """The message: by e-mail, or only on the site where a person wants it so. Titles only where they chose it."""
    channel, names = "email", wish.says_titles
    if wish.user is not None:
        profile = profiles.get(wish.user.pk) or RelativeProfile(user=wish.user)
        names = names and contact.text_level(profile) == "place"
        ways = contact.channels_for(profile, now, contact.Purpose.CHANGE)
        channel = "email" if contact.Channel.EMAIL in ways else "inbox"
    return outbox.Draft(
        NEWS,
        f"{NEWS}:{wish.pk}:{now.astimezone(clock.zone()).date()}",
        channel=channel,
        to=wish.user,
        address=wish.address if channel == "email" else "",
        about=wish.pk,
        language=wish.user.language if wish.user else wish.language,
        context={"events": [str(key) for key in found], "names": names},
    )
