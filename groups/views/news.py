"""Hearing of new evenings: asking without an account, the link in the mail, one's own page. GET shows, POST acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from groups import links
from groups.actions import news as actions
from groups.forms.news import REFUSAL_TEXT, AskForNewsForm, NewsForm
from groups.models import NewsTold, NewsWish
from groups.rules.news import NewsRefusal
from groups.views.organising import user_of
from portal.accounts import limits
from portal.design.forms import sent
from portal.refusals import Refused


@login_not_required
@never_cache
def news(request: HttpRequest) -> HttpResponse:
    """Ask for it; whoever is signed in has a page of their own. The answer is the same for every address."""
    if request.user.is_authenticated:
        return redirect("groups:my_news")
    form = AskForNewsForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "groups/news/ask.html", {"form": form}, status=422 if form.errors else 200)
    email = form.cleaned_data["email"]
    if not limits.allows(request, "news"):
        form.refuse(REFUSAL_TEXT[NewsRefusal.NEWS_TOO_MANY])
        return render(request, "groups/news/ask.html", {"form": form}, status=429)
    if limits.allows(request, "news_address", actions.index_of(email)):
        actions.ask_for_news(email=email, wishes=form.wishes(), language=get_language() or "da")
    return redirect("groups:news_sent")


@login_not_required
@require_safe
def news_sent(request: HttpRequest) -> HttpResponse:
    """Look in your mail."""
    return render(request, "groups/news/sent.html")


@csrf_exempt  # the right to act is the secret in the address, and a mail program's own button has no cookie of ours
@login_not_required
@never_cache
def news_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: confirm, choose anew, stop. A mail program's one press stops it too (RFC 8058)."""
    wish = links.open_news(token)
    if wish is None:
        response = render(request, "groups/news/link_over.html", status=410)
    elif request.method == "POST":
        response = answered(request, wish)
    else:
        response = page(request, wish, NewsForm(initial=NewsForm.shown(wish)))
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answered(request: HttpRequest, wish: NewsWish) -> HttpResponse:
    """What one of the page's buttons does."""
    answer = request.POST.get("answer", "")
    if answer == "stop" or request.POST.get("List-Unsubscribe") == "One-Click":
        actions.stop_news(by=None, wish=wish)
        return render(request, "groups/news/stopped.html")
    if answer == "confirm":
        actions.confirm_news(wish=wish)
        messages.success(request, _("Thank you. You hear from us when there is something new."))
        return redirect(request.path)
    form = NewsForm(request.POST)
    if not form.is_valid():
        return page(request, wish, form, status=422)
    actions.change_news(by=None, wish=wish, wishes=form.wishes())
    messages.success(request, _("Your choices are saved."))
    return redirect(request.path)


def page(request: HttpRequest, wish: NewsWish, form: NewsForm, status: int = 200) -> HttpResponse:
    """A guest's wish, and what they were told of last."""
    context = {"form": form, "wish": wish, "told": NewsTold.objects.last_of(wish)}
    return render(request, "groups/news/link.html", context, status=status)


@never_cache
def my_news(request: HttpRequest) -> HttpResponse:
    """The same for somebody signed in: switch it on, choose anew, switch it off."""
    user = user_of(request)
    wish = NewsWish.objects.of_person(user)
    if request.method == "POST" and request.POST.get("answer") == "stop":
        if wish is not None:
            actions.stop_news(by=user, wish=wish)
        messages.success(request, _("You hear no more of new evenings."))
        return redirect("groups:my_news")
    form = NewsForm(sent(request), initial=NewsForm.shown(wish))
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_own_news(by=user, wishes=form.wishes(), language=get_language() or "da")
            messages.success(request, _("Your choices are saved."))
            return redirect("groups:my_news")
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[NewsRefusal(refused.reason)])
    told = NewsTold.objects.last_of(wish) if wish else []
    context = {"form": form, "wish": wish, "told": told}
    return render(request, "groups/news/mine.html", context, status=422 if form.errors else 200)
