"""What becomes of sign-ups and news when two people turn out to be one. In merge_people's own transaction.

Of two sign-ups for one date the one that gives most stays: a place before a place in line, the larger party before the
smaller, who came first before who came later. The other ends without a word: nobody is told that they cancelled.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from groups import announcing
from groups.actions import asking_help, news
from groups.actions.seats import become, locked_pool, promote
from groups.choices import RegistrationState
from groups.models import CoOrganiserMember, NewsTold, NewsWish, Registration, SeatPool
from groups.models.respite import KINDS
from groups.rules.merging import Standing, who_stays
from portal import clock
from portal.accounts.merging import Merge
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from relatives.models import RelativeProfile


def carry_sign_ups(merge: Merge) -> None:
    """Sign-ups go over, at most one for each date; what reminds of those ahead is planned to where keep is reached."""
    now = clock.now()
    pools = locked_pools(merge, now)
    for rows in clashes(merge):
        end_all_but_one(rows, merge, now)
    gone = Registration.objects.filter(person=merge.gone)
    moved = [row.pk for row in gone.live()]
    gone.update(person=merge.keep)
    remind_anew(moved, merge)
    for pool in pools.values():
        promote(pool, now)


def locked_pools(merge: Merge, now: datetime) -> dict[UUID, SeatPool]:
    """The seats either has at a date where gone is signed up, locked. Asked again until none is new: whoever was
    before us at one of them may have gone to another.
    """
    pools: dict[UUID, SeatPool] = {}
    while missing := pools_of(merge) - pools.keys():
        pools.update({pool.pk: locked_pool(pool.pk, now) for pool in SeatPool.objects.locked(missing)})
    return pools


def pools_of(merge: Merge) -> set[UUID]:
    """The seats of both at dates where gone has a sign-up that counts."""
    live = Registration.objects.live()
    dates = live.filter(person=merge.gone).values("pool__occurrence")
    both = live.filter(person__in=[merge.keep, merge.gone], pool__occurrence__in=dates)
    return set(both.values_list("pool_id", flat=True))


def clashes(merge: Merge) -> list[list[Registration]]:
    """Sign-ups that count, date by date, of dates where both have one."""
    rows = Registration.objects.live().filter(person__in=[merge.keep, merge.gone])
    dates: dict[UUID, list[Registration]] = {}
    people = rows.select_related("pool__occurrence__event", "person").prefetch_related("attendees")
    for row in people.order_by("sequence"):
        dates.setdefault(row.pool.occurrence_id, []).append(row)
    return [found for found in dates.values() if len({row.person_id for row in found}) > 1]


def end_all_but_one(rows: Iterable[Registration], merge: Merge, now: datetime) -> None:
    """The one that gives most stays, with what was asked beside the others; those of the other record end, untold."""
    rows = list(rows)
    stays = who_stays([(row, standing(row)) for row in rows])
    for row in rows:
        if row.person_id != stays.person_id:
            carry_help(row, stays, now)
            outbox.withdraw(row.pk)
            become(row, RegistrationState.CANCELLED, why="merged", by=merge.by, now=now)
            audit.record("groups.sign_up_merged", by=merge.by, obj=row, subject=merge.keep.pk)


def standing(row: Registration) -> Standing:
    """What the rule looks at."""
    came = sum(one.came_at is not None for one in row.who_comes)
    return Standing(came, row.state, row.wanted, row.queued_at or row.created_at)


def carry_help(ends: Registration, stays: Registration, now: datetime) -> None:
    """Respite and a lift that were asked with the one that ends are still needed, unless the other has them too."""
    for model in KINDS.values():
        if not model.objects.open().filter(registration=stays).exists():
            model.objects.open().filter(registration=ends).update(registration=stays)
    asking_help.follow(stays, now)


def remind_anew(keys: Iterable[UUID], merge: Merge) -> None:
    """What was planned to remind gone would go to an address that is nobody's: planned to keep instead."""
    rows = list(Registration.objects.confirmed().filter(pk__in=list(keys)).for_link())
    announcing.forget_reminders(rows)
    profiles = RelativeProfile.objects.of_people([merge.keep.pk])
    drafts: list[outbox.Draft] = []
    for row in rows:
        planned = announcing.reminder_drafts(row, profiles, row.pool, row.pool.occurrence)
        drafts += [replace(one, key=f"{one.key}:{merge.keep.pk}") for one in planned]
    outbox.put_all(drafts)


def carry_news(merge: Merge) -> None:
    """One wish for news: keep's own, else gone's. What either was told is not told again, and no titles unless both
    chose them.
    """
    wishes = {wish.user_id: wish for wish in NewsWish.objects.filter(user__in=[merge.keep, merge.gone])}
    mine, theirs = wishes.get(merge.keep.pk), wishes.get(merge.gone.pk)
    if theirs is None:
        return
    outbox.withdraw(theirs.pk, kinds=news.KINDS)
    if mine is None:
        NewsWish.objects.filter(pk=theirs.pk).update(user=merge.keep)
        return
    known = NewsTold.objects.known_to([mine.pk]).get(mine.pk, set())
    NewsTold.objects.filter(wish=theirs).exclude(event__in=known).update(wish=mine)
    mine.says_titles = mine.says_titles and theirs.says_titles
    mine.save(update_fields=["says_titles"])
    theirs.delete()


def carry_memberships(merge: Merge) -> None:
    """Who writes for a partner goes on doing so; where both did, one membership stays and the other ends."""
    mine = set(
        CoOrganiserMember.objects.filter(user=merge.keep, ended_at=None).values_list("co_organiser_id", flat=True)
    )
    theirs = CoOrganiserMember.objects.filter(user=merge.gone)
    theirs.filter(ended_at=None, co_organiser__in=mine).update(ended_at=clock.now())
    theirs.update(user=merge.keep)
