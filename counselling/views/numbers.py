"""What the service did, in numbers; and taking them along."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from counselling.actions.exports import take_numbers
from counselling.forms.numbers import NumbersForm
from counselling.models import MeetingType
from counselling.numbers_page import lines_of, read_numbers, split_choices
from counselling.views.staff_shared import user_of
from portal import clock
from portal.accounts.decorators import roles_required, step_up_required
from portal.accounts.models import Role
from portal.audit.forms import FileForm, words_for
from portal.calendar.models import Resource
from portal.design.forms import sent
from portal.refusals import Refused


def numbers_form(request: HttpRequest) -> NumbersForm:
    """What the address asks for."""
    interpreters = Resource.objects.of_kind(Resource.Kind.INTERPRETER)
    spoken = {code for one in interpreters for code in one.languages}
    languages = sorted({code for code, _name in settings.LANGUAGES} | spoken)
    only = split_choices(list(MeetingType.objects.for_list()), languages)
    return NumbersForm(request.GET, this_year=clock.today().year, only=only)


@require_GET
@roles_required(Role.TEAM_LEAD, Role.PLANNER)
def numbers(request: HttpRequest) -> HttpResponse:
    """Over time, with what is small hidden."""
    form = numbers_form(request)
    wish = form.wish()
    context = {
        "form": form,
        "wish": wish,
        "page": read_numbers(wish),
        "query": request.GET.urlencode(),
        "may_export": user_of(request).has_role(Role.TEAM_LEAD),
    }
    return render(request, "counselling/numbers/numbers.html", context)


@require_http_methods(["GET", "POST"])
@roles_required(Role.TEAM_LEAD)
@step_up_required
def numbers_export(request: HttpRequest) -> HttpResponse:
    """The numbers of the address as a file: why, and as what; who one is was proved a moment ago."""
    form = FileForm(sent(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        wish = numbers_form(request).wish()
        try:
            file = take_numbers(by=user_of(request), lines=lambda: lines_of(read_numbers(wish)), **form.cleaned_data)
        except Refused as refused:
            form.refuse(words_for(refused), "reason")
            status = 409
        else:
            return redirect("audit:file", pk=file.pk)
    context = {"form": form, "query": request.GET.urlencode()}
    return render(request, "counselling/numbers/export_new.html", context, status=status)
