"""The administrator's pages: invitations, roles, second factors, accounts."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts import actions, mail
from portal.accounts.models import Role, RoleAssignment, StaffInvitation, User
from portal.accounts.rules import Refusal
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.accounts.reading import token_sent_to
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "ny.kollega@egekoebing.example"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def page(administrator: User, client_for) -> Client:
    return client_for(administrator)


@pytest.fixture
def second_administrator(database: None) -> User:
    return make_person("Ane Admin", Role.ADMINISTRATOR)


@pytest.fixture
def invitation(administrator: User) -> StaffInvitation:
    return actions.invite_staff(by=administrator, email=ADDRESS, name="Nora", roles=[Role.COUNSELLOR])


def link(token: str) -> str:
    return reverse("accounts:invitation", args=[token])


def refusal_of(call) -> Refusal:
    with pytest.raises(Refused) as refused:
        call()
    return Refusal(refused.value.reason)


def test_the_list_shows_colleagues_roles_and_who_lacks_a_second_factor(page, counsellor, relative, invitation) -> None:
    TOTP.activate(counsellor, SEED)
    text = page.get(reverse("accounts:staff")).content.decode()
    assert counsellor.name in text and "Pårørenderådgiver" in text and ADDRESS in text
    assert relative.name.split()[0] not in text


def test_the_list_asks_the_same_few_questions_however_many_work_here(page, django_assert_num_queries) -> None:
    page.get(reverse("accounts:staff"))
    for number in range(8):
        make_person(f"Kollega {number}", Role.COUNSELLOR, Role.ORGANISER)
    with django_assert_num_queries(7):
        page.get(reverse("accounts:staff"))


def test_an_invitation_is_sent_and_shown(page) -> None:
    form = page.get(reverse("accounts:invite")).context["form"]
    values = {
        "email": ADDRESS,
        "name": "Nora",
        "roles": ["counsellor", "organiser"],
        "form_key": form["form_key"].value(),
    }
    assert page.post(reverse("accounts:invite"), values)["Location"] == reverse("accounts:staff")
    assert StaffInvitation.objects.get().roles == ["counsellor", "organiser"]
    token = token_sent_to(ADDRESS)
    assert StaffInvitation.objects.by_token(token) == StaffInvitation.objects.get()
    assert StaffInvitation.objects.get().token_hash != token


def test_a_colleague_who_works_here_already_is_not_invited(page, counsellor) -> None:
    form = page.get(reverse("accounts:invite")).context["form"]
    values = {"email": counsellor.email, "name": "X", "roles": ["organiser"], "form_key": form["form_key"].value()}
    assert "arbejder her allerede" in page.post(reverse("accounts:invite"), values).content.decode()
    assert not StaffInvitation.objects.exists()


def test_inviting_refuses_no_role_and_an_unknown_one(administrator) -> None:
    assert refusal_of(lambda: actions.invite_staff(by=administrator, email=ADDRESS, roles=[])) is Refusal.NO_ROLE
    assert (
        refusal_of(lambda: actions.invite_staff(by=administrator, email=ADDRESS, roles=["x"])) is Refusal.ROLE_UNKNOWN
    )


def test_inviting_again_makes_the_earlier_link_stop_working(administrator, invitation, client) -> None:
    first = token_sent_to(ADDRESS)
    actions.invite_staff(by=administrator, email=ADDRESS, roles=[Role.COUNSELLOR])
    assert client.get(link(first)).status_code == 410
    assert client.get(link(token_sent_to(ADDRESS))).status_code == 200


def test_looking_at_an_invitation_changes_nothing(client, invitation) -> None:
    page = client.get(link(token_sent_to(ADDRESS)))
    assert page["Referrer-Policy"] == "strict-origin"
    assert not User.objects.filter(email=ADDRESS).exists()
    assert StaffInvitation.objects.get().accepted_at is None


def test_accepting_makes_the_colleague_and_leads_to_the_second_factor(client, administrator, invitation) -> None:
    answer = client.post(link(token_sent_to(ADDRESS)), {"name": "Nora Kollega"})
    assert answer.status_code == 302
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.roles) == ("Nora Kollega", {"counsellor"})
    assert user.role_assignments.get().given_by == administrator
    assert client.session[SESSION_KEY] == str(user.pk)
    assert client.get(reverse("front:my_page"))["Location"].startswith(reverse("accounts:second_factor"))


def test_a_relative_who_starts_to_work_here_keeps_the_account(client, administrator, relative) -> None:
    actions.invite_staff(by=administrator, email=relative.email, roles=[Role.ORGANISER])
    client.post(link(token_sent_to(relative.email)), {"name": relative.name})
    assert User.objects.get(email=relative.email).pk == relative.pk
    assert User.objects.get(pk=relative.pk).roles == {"organiser"}


def test_an_invitation_works_once(client, invitation) -> None:
    token = token_sent_to(ADDRESS)
    client.post(link(token), {"name": "Nora"})
    again = Client().post(link(token), {"name": "Tyv"})
    assert again.status_code == 410 and "Invitationen er brugt" in again.content.decode()
    assert User.objects.get(email=ADDRESS).name == "Nora"


def test_an_invitation_ends_after_seven_days(client, invitation) -> None:
    with clock.shifted_by(timedelta(days=7, seconds=1)):
        refused = client.post(link(token_sent_to(ADDRESS)), {"name": "Nora"})
    assert refused.status_code == 410 and "mere end 7 dage" in refused.content.decode()


def test_an_unknown_link_says_what_to_do(client) -> None:
    refused = client.get(link("x" * 43))
    assert refused.status_code == 410 and "Linket virker ikke" in refused.content.decode()


def test_an_invitation_can_be_taken_back_once(page, administrator, invitation, client) -> None:
    page.post(reverse("accounts:withdraw_invitation", args=[invitation.pk]))
    refused = client.get(link(token_sent_to(ADDRESS)))
    assert refused.status_code == 410 and "trukket tilbage" in refused.content.decode()
    again = lambda: actions.withdraw_invitation(by=administrator, invitation=invitation)  # noqa: E731
    assert refusal_of(again) is Refusal.INVITATION_USED


def test_a_withdrawn_invitation_does_not_leave_the_house(administrator, invitation) -> None:
    message = OutboxMessage.objects.get(kind=mail.INVITATION)
    assert mail.invitation_still_holds(message)
    actions.withdraw_invitation(by=administrator, invitation=invitation)
    assert not mail.invitation_still_holds(message)


def test_roles_are_given_and_taken_and_logged(page, counsellor) -> None:
    page.post(reverse("accounts:roles", args=[counsellor.pk]), {"roles": ["organiser", "team_lead"]})
    assert User.objects.get(pk=counsellor.pk).roles == {"organiser", "team_lead"}
    logged = AuditEvent.objects.filter(subject=counsellor.pk).values_list("action", "reason")
    assert set(logged) == {
        ("accounts.role_taken", "counsellor"),
        ("accounts.role_given", "organiser"),
        ("accounts.role_given", "team_lead"),
    }


def test_a_role_holds_from_the_next_request(page, counsellor, client_for) -> None:
    theirs = client_for(counsellor)
    assert theirs.get(reverse("accounts:staff")).status_code == 403
    page.post(reverse("accounts:roles", args=[counsellor.pk]), {"roles": ["administrator"]})
    assert theirs.get(reverse("accounts:staff")).status_code == 200


def test_the_last_administrator_stays(page, administrator) -> None:
    refused = page.post(reverse("accounts:roles", args=[administrator.pk]), {"roles": ["counsellor"]})
    assert refused.status_code == 409 and "eneste administrator" in refused.content.decode()
    assert User.objects.get(pk=administrator.pk).has_role(Role.ADMINISTRATOR)


def test_a_closed_administrator_does_not_count_as_another_one(administrator, second_administrator) -> None:
    actions.deactivate(by=administrator, user=second_administrator)
    assert refusal_of(lambda: actions.set_roles(by=administrator, user=administrator, roles=[])) is (
        Refusal.LAST_ADMINISTRATOR
    )


def test_two_administrators_who_remove_each_other_leave_one(committed_db, threads) -> None:
    two = [make_person(f"Admin {number}", Role.ADMINISTRATOR) for number in range(2)]
    threads(2, lambda number: actions.set_roles(by=two[1 - number], user=two[number], roles=[]))
    assert RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_an_unknown_role_is_refused(administrator, counsellor) -> None:
    assert (
        refusal_of(lambda: actions.set_roles(by=administrator, user=counsellor, roles=["king"])) is Refusal.ROLE_UNKNOWN
    )


def test_closing_an_account_ends_its_sessions_at_once(page, counsellor, client_for) -> None:
    theirs = client_for(counsellor)
    assert theirs.get(reverse("front:my_page")).status_code == 200
    page.post(reverse("accounts:deactivate", args=[counsellor.pk]))
    assert theirs.get(reverse("front:my_page")).status_code == 302
    page.post(reverse("accounts:reactivate", args=[counsellor.pk]))
    assert User.objects.get(pk=counsellor.pk).roles == {"counsellor"}


def test_an_account_with_future_talks_is_not_closed(page, administrator, counsellor, client_for, talk, at) -> None:
    refused = page.post(reverse("accounts:deactivate", args=[counsellor.pk]), follow=True)
    assert "1 kommende samtale" in refused.content.decode()
    assert User.objects.get(pk=counsellor.pk).is_active
    at(talk.ends_at)
    client_for(administrator).post(reverse("accounts:deactivate", args=[counsellor.pk]))
    assert not User.objects.get(pk=counsellor.pk).is_active


def test_nobody_closes_or_resets_their_own_account(administrator, second_administrator) -> None:
    for deed in (actions.deactivate, actions.reset_second_factor):
        assert refusal_of(lambda deed=deed: deed(by=administrator, user=administrator)) is Refusal.NOT_YOURSELF


def test_resetting_removes_every_factor_ends_sessions_and_tells_the_person(page, counsellor, client_for) -> None:
    TOTP.activate(counsellor, SEED)
    theirs = client_for(counsellor)
    page.post(reverse("accounts:reset_second_factor", args=[counsellor.pk]))
    assert not counsellor.authenticator_set.exists()
    assert theirs.get(reverse("front:my_page")).status_code == 302
    assert OutboxMessage.objects.get(to=counsellor).kind == "accounts.change"


def test_signing_a_colleague_out_everywhere(page, counsellor, client_for) -> None:
    theirs = client_for(counsellor)
    page.post(reverse("accounts:end_sessions", args=[counsellor.pk]))
    assert theirs.get(reverse("front:my_page")).status_code == 302


def test_a_stale_proof_must_be_renewed_before_roles_change(administrator, counsellor, client_for) -> None:
    TOTP.activate(administrator, SEED)
    client = client_for(administrator)
    client.get(reverse("accounts:staff"))
    with clock.shifted_by(timedelta(minutes=6)):
        answer = client.post(reverse("accounts:roles", args=[counsellor.pk]), {"roles": ["administrator"]})
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert User.objects.get(pk=counsellor.pk).roles == {"counsellor"}


def test_a_relative_is_not_a_colleague(page, relative) -> None:
    assert page.get(reverse("accounts:colleague", args=[relative.pk])).status_code == 404
