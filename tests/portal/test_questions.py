"""Questions compiled once answer as the querysets they are made from."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from counselling.actions.booking import LOCK_HOLD, LOCK_PERSON
from counselling.models import MeetingType
from counselling.models.meeting_types import BOOKABLE_TYPE
from portal.accounts.backends import WHO_IS_IT
from portal.accounts.models import Role, RoleAssignment, User
from portal.accounts.session_store import SessionStore
from portal.database.questions import Question, prepared_cursor


def values_of(one: Any) -> dict[str, Any]:
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


@pytest.mark.django_db
def test_a_person_is_read_as_the_queryset_reads_them_with_their_roles(counsellor: User) -> None:
    found = WHO_IS_IT.first(counsellor.pk)
    assert found is not None and values_of(found) == values_of(User.objects.get(pk=counsellor.pk))
    assert found.roles == {"counsellor"} and not found._state.adding


@pytest.mark.django_db
def test_a_role_taken_away_is_gone_with_the_next_question(counsellor: User) -> None:
    assert WHO_IS_IT.first(counsellor.pk).has_role(Role.COUNSELLOR)  # type: ignore[union-attr]  # it is there
    RoleAssignment.objects.all().delete()
    assert not WHO_IS_IT.first(counsellor.pk).roles  # type: ignore[union-attr]  # it is there


@pytest.mark.django_db
def test_nobody_is_found_where_the_queryset_finds_nobody(relative: User) -> None:
    assert WHO_IS_IT.first(uuid4()) is None and WHO_IS_IT.all(uuid4()) == []


@pytest.mark.django_db
def test_a_question_joins_what_its_queryset_joins(counsellor: User) -> None:
    ask = Question(lambda person: RoleAssignment.objects.filter(user_id=person).select_related("user", "given_by"))
    with CaptureQueriesContext(connection) as asked:
        (held,) = ask.all(counsellor.pk)
        assert held.user == counsellor and held.given_by is None
    assert len(asked) == 1


@pytest.mark.django_db
def test_a_type_changed_by_staff_is_asked_for_anew() -> None:
    MeetingType.objects.create(slug="talk", name_da="A", name_nb="A", name_en="A", modes=["phone"])
    assert BOOKABLE_TYPE.first("talk").name_da == "A"  # type: ignore[union-attr]  # it is there
    MeetingType.objects.update(name_da="B")
    assert BOOKABLE_TYPE.first("talk").name_da == "B"  # type: ignore[union-attr]  # it is there
    MeetingType.objects.update(is_active=False)
    assert BOOKABLE_TYPE.first("talk") is None


@pytest.mark.django_db
def test_a_session_that_ran_out_is_a_new_one() -> None:
    kept = SessionStore()
    kept["said"] = "hello"
    kept.save()
    assert SessionStore(kept.session_key).get("said") == "hello"
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    late = SessionStore(kept.session_key)
    assert late.get("said") is None and late.session_key is None


def test_a_question_that_locks_is_only_asked_inside_a_transaction(committed_db: None, relative: User) -> None:
    with transaction.atomic():
        assert LOCK_PERSON.all(relative.pk) == [relative]
        assert LOCK_HOLD.first("unknown", uuid4(), relative.pk) is None
    with pytest.raises(transaction.TransactionManagementError):
        LOCK_PERSON.all(relative.pk)


@pytest.mark.django_db
def test_the_server_plans_a_question_once_and_is_shown_with_its_values(relative: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        WHO_IS_IT.first(relative.pk)
    assert relative.pk.hex in asked[0]["sql"]
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans > 0 FROM pg_prepared_statements"
            " WHERE statement LIKE 'SELECT \"accounts_user\"%%roles_held%%'"
        )
        assert cursor.fetchall() == [(True,)]
