"""Colleagues' accounts, for the administrator: who is there, who is asked, what each may do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock
from portal.accounts import actions, second_factor
from portal.accounts.decorators import roles_required, step_up_required
from portal.accounts.forms import InviteForm, RolesForm
from portal.accounts.models import Role, StaffInvitation, User
from portal.accounts.views.code_page import words_for
from portal.accounts.views.own_account import person_of
from portal.refusals import Refused


@require_safe
@roles_required(Role.ADMINISTRATOR)
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, and the invitations that wait."""
    context = {
        "colleagues": [second_factor.colleague_of(person) for person in User.objects.staff_list()],
        "invitations": StaffInvitation.objects.open(clock.now()),
    }
    return render(request, "accounts/staff_list.html", context)


@require_http_methods(["GET", "POST"])
@roles_required(Role.ADMINISTRATOR)
@step_up_required
def invite(request: HttpRequest) -> HttpResponse:
    """Ask a colleague by e-mail."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("email", "name", "roles")}
        try:
            actions.invite_staff(by=person_of(request), language=get_language() or "da", **wanted)
            messages.success(request, _("An invitation is on its way to {email}.").format(email=wanted["email"]))
            return redirect("accounts:staff")
        except Refused as refused:
            form.refuse(words_for(refused), "email")
    return render(request, "accounts/staff_invite.html", {"form": form})


@require_POST
@roles_required(Role.ADMINISTRATOR)
def withdraw_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(StaffInvitation, pk=invitation_id)
    try:
        actions.withdraw_invitation(by=person_of(request), invitation=invitation)
        messages.success(request, _("The invitation is taken back. Its link no longer works."))
    except Refused as refused:
        messages.warning(request, words_for(refused))
    return redirect("accounts:staff")


@require_safe
@roles_required(Role.ADMINISTRATOR)
def colleague(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One colleague: roles, second factor, account."""
    person = get_object_or_404(User.objects.staff_list(), pk=user_id)
    return _page(request, person, RolesForm(initial={"roles": sorted(person.roles)}))


def _page(request: HttpRequest, person: User, form: RolesForm, status: int = 200) -> HttpResponse:
    context = {"person": person, "form": form, "factors": second_factor.names_of(person)}
    return render(request, "accounts/staff_detail.html", context, status=status)


@require_POST
@roles_required(Role.ADMINISTRATOR)
@step_up_required
def change_roles(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give and take roles."""
    person = get_object_or_404(User.objects.staff_list(), pk=user_id)
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            actions.set_roles(by=person_of(request), user=person, roles=form.cleaned_data["roles"])
            messages.success(request, _("The roles are saved. They hold from the next page the person opens."))
            return redirect("accounts:staff")
        except Refused as refused:
            form.refuse(words_for(refused), "roles")
    return _page(request, person, form, status=409)


DEEDS = {
    "reset": (
        actions.reset_second_factor,
        gettext_lazy("The second key is removed. The person chooses a new one at the next sign-in."),
    ),
    "close": (actions.deactivate, gettext_lazy("The account is closed, and the person is signed out everywhere.")),
    "open": (actions.reactivate, gettext_lazy("The account is open again.")),
    "sign_out": (actions.end_sessions, gettext_lazy("The person is signed out everywhere.")),
}


@require_POST
@roles_required(Role.ADMINISTRATOR)
@step_up_required
def do(request: HttpRequest, user_id: UUID, deed: str) -> HttpResponse:
    """Reset the second factor, close or open the account, or sign the person out everywhere."""
    person = get_object_or_404(User.objects.staff_list(), pk=user_id)
    action, said = DEEDS[deed]
    try:
        action(by=person_of(request), user=person)
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, words_for(refused))
    return redirect("accounts:colleague", user_id=person.pk)
