"""What accounts makes known to the others when the portal starts."""

from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as mfa_signals
from django.utils.translation import gettext_lazy as _

from portal.accounts import access, landing, mail, merging, second_factor, sessions
from portal.accounts.models import Role
from portal.design import navigation
from portal.outbox import kinds
from portal.outbox.models import Queue


def register_kinds() -> None:
    """Codes, invitations, a word after a change."""
    folder = "accounts/messages"
    kinds.register(
        kinds.Kind(
            name=mail.CODE,
            templates=f"{folder}/code",
            queue=Queue.CODES,
            still_holds=mail.code_still_holds,
            label=_("Sign-in code"),
        )
    )
    kinds.register(
        kinds.Kind(
            name=mail.INVITATION,
            templates=f"{folder}/invitation",
            queue=Queue.CODES,
            still_holds=mail.invitation_still_holds,
            label=_("Invitation of a colleague"),
        )
    )
    kinds.register(kinds.Kind(name=mail.CHANGE, templates=f"{folder}/change", label=_("Sign-in was changed")))


def register_navigation() -> None:
    """The administrator's pages."""
    administrator = (str(Role.ADMINISTRATOR),)
    navigation.register(
        area="staff", label=_("Colleagues"), url_name="accounts:staff", roles=administrator, order=800, key="c"
    )
    navigation.register(
        area="staff",
        label=_("The municipality"),
        url_name="accounts:municipality",
        roles=administrator,
        order=810,
        key="e",
    )
    navigation.register(area="member", label=_("How you sign in"), url_name="mfa_index", order=95)


def register_landing() -> None:
    """An administrator's work begins with the colleagues."""
    landing.register(Role.ADMINISTRATOR, "accounts:staff", order=900)


def register_merging() -> None:
    """What accounts itself knows about two rows that are one person; messages follow, roles are never merged."""
    moved = {"outbox.OutboxMessage.to": _("Messages")}
    colleague = "a colleague's account is never emptied"
    stays = dict.fromkeys(("accounts.RoleAssignment.user", "accounts.DemoPerson.user"), colleague)
    merging.register("accounts", merging.Part(moves=tuple(moved), stays=stays, counts=moved))


def connect() -> None:
    """Allauth's own events: a first factor counts as shown; other sessions end when a factor comes or goes."""
    authentication_step_completed.connect(access.note_proof)
    mfa_signals.authenticator_added.connect(second_factor.count_first_factor)
    for event in (mfa_signals.authenticator_added, mfa_signals.authenticator_removed, mfa_signals.authenticator_reset):
        event.connect(sessions.end_others_after_change)
