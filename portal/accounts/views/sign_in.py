"""One box, one code: the same pages for known and new addresses, signed in at the end."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import actions, limits, meanwhile
from portal.accounts.forms import REFUSAL_TEXT, AddressForm, PasswordSignInForm
from portal.accounts.models import Purpose, User
from portal.accounts.rules import Refusal
from portal.accounts.views import code_page
from portal.accounts.views.code_page import CodePage
from portal.accounts.views.next_page import after_sign_in, asked_for, with_next
from portal.refusals import Refused


def enter(request: HttpRequest, user: User, method: str) -> HttpResponseBase:
    """Sign the person in, or ask for the second factor; a chosen time in this session stays."""
    record_authentication(request, user, method=method, email=user.email)
    login = Login(user=user, redirect_url=asked_for(request) or None, email=user.email)
    response: HttpResponseBase = perform_login(request, login)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask_address(request: HttpRequest) -> HttpResponseBase:
    """The one box. Sends a code to whatever address is written, known or not."""
    if request.user.is_authenticated:
        return redirect(after_sign_in(request))
    wanted = asked_for(request)
    if more_time := meanwhile.more_time_asked(request):
        form = AddressForm(initial=request.POST.dict())
    else:
        form = AddressForm(request.POST or None, initial={"next": wanted})
    status = 200
    if request.method == "POST" and not more_time and form.is_valid():
        email = form.cleaned_data["email"]
        if limits.allows(request, "send_code", email):
            code = actions.send_code(purpose=Purpose.SIGN_IN, email=email, language=get_language() or "da")
            code_page.remember(request, code)
            return redirect(with_next("account_confirm_login_code", wanted))
        form.refuse(REFUSAL_TEXT[Refusal.TOO_MANY_CODES])
        status = 429
    context = {"form": form, "next": wanted, "password_url": with_next("accounts:password_sign_in", wanted)}
    return render(request, "accounts/sign_in.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponseBase:
    """The six digits. Right: signed in, and an account is made for an address that had none."""
    if request.user.is_authenticated:
        return redirect(after_sign_in(request))
    page = CodePage(purpose=Purpose.SIGN_IN, on_right=_come_in, start="account_login", again="accounts:send_again")
    return page.show(request)


def _come_in(request: HttpRequest, email: str) -> HttpResponseBase:
    user = actions.join_or_find(email=email, language=get_language() or "da")
    return enter(request, user, "code")


@login_not_required
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """The same code again, or a fresh one when it no longer works."""
    return code_page.send_again(request, back_to="account_confirm_login_code", start="account_login")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_password(request: HttpRequest) -> HttpResponseBase:
    """For those who chose a password; unknown address and wrong password sound and last the same."""
    if request.user.is_authenticated:
        return redirect(after_sign_in(request))
    if meanwhile.more_time_asked(request):
        form = PasswordSignInForm(initial=request.POST.dict())
    else:
        form = PasswordSignInForm(request.POST or None, initial={"next": asked_for(request)})
    if request.method == "POST" and form.is_valid():
        try:
            return enter(request, code_page.person_with_password(request, form), "password")
        except Refused as refused:
            form.refuse(code_page.words_for(refused))
    return render(request, "accounts/password_sign_in.html", {"form": form, "next": asked_for(request)})
