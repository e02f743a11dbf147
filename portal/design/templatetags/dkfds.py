"""Det Fælles Designsystem in templates: icons, alerts, steps, menus, and days in words."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal import clock
from portal.design import charts, navigation, words
from portal.design.addresses import address_of

register = template.Library()

ICON_NAMES = {
    "calendar": "calendar-month",
    "phone": "smartphone",
    "video": "videocam",
    "clock": "time",
    "file-download": "download",
}
ALERT_ICONS = {"info": "info", "success": "success", "warning": "warning", "error": "error"}

for _name in (
    "date_words",
    "month_words",
    "day_words",
    "weekday_words",
    "time_words",
    "moment_words",
    "period_words",
    "phone_words",
):
    register.filter(_name, getattr(words, _name))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon from the sheet; always beside words, so it says nothing itself."""
    address = f"{static('img/icons.svg')}#{ICON_NAMES.get(name, name)}"
    svg = '<svg class="icon-svg {}" focusable="false" aria-hidden="true"><use href="{}"></use></svg>'
    return format_html(svg, css, address)


class AlertNode(template.Node):
    """{% alert kind="info" heading=… %}…{% endalert %}."""

    def __init__(self, nodelist: template.NodeList, options: dict[str, template.base.FilterExpression]) -> None:
        self.nodelist, self.options = nodelist, options

    def render(self, context: template.Context) -> SafeString:
        """The box with its icon."""
        given = {key: value.resolve(context) for key, value in self.options.items()}
        kind = given.get("kind", "info")
        values = {**given, "kind": kind, "icon_name": ALERT_ICONS[kind], "body": self.nodelist.render(context)}
        return render_to_string("components/alert.html", values)


@register.tag
def alert(parser: template.base.Parser, token: template.base.Token) -> AlertNode:
    """A coloured box: kind info, success, warning or error; optional heading, role, id."""
    options = template.base.token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endalert",))
    parser.delete_first_token()
    return AlertNode(nodelist, options)


@register.inclusion_tag("components/step_indicator.html")
def step_indicator(steps: Sequence[Any], current: int) -> dict[str, Any]:
    """Where one is: "Step 2 of 5". steps are words or (words, address) pairs; current counts from 1."""
    rows = []
    for number, step in enumerate(steps, start=1):
        label, url = step if isinstance(step, (tuple, list)) else (step, None)
        state = "done" if number < current else "current" if number == current else "ahead"
        rows.append({"number": number, "label": label, "url": url if state == "done" else None, "state": state})
    return {"rows": rows, "current": current, "count": len(rows), "label": rows[current - 1]["label"] if rows else ""}


@register.simple_tag(takes_context=True)
def menu(context: template.Context, area: navigation.Area) -> list[navigation.Link]:
    """The links of a menu for whoever is looking."""
    request = context.get("request")
    return navigation.links(area, request) if request is not None and hasattr(request, "user") else []


@register.filter
def seldom(entries: Sequence[navigation.Link]) -> list[navigation.Link]:
    """The entries that stand under "More"."""
    return [entry for entry in entries if entry.is_seldom]


@register.filter
def has_current(entries: Sequence[navigation.Link]) -> bool:
    """Whether one of the entries is the page one is on."""
    return any(entry.is_current for entry in entries)


@register.simple_tag
def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, or nothing where that page is not part of this house."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict[str, Any]]:
    """The same page in each language."""
    request: HttpRequest | None = context.get("request")
    now = get_language()
    return [
        {"code": code, "name": name, "url": in_language(request, code), "is_current": code == now}
        for code, name in settings.LANGUAGES
    ]


def in_language(request: HttpRequest | None, code: str) -> str:
    """The address of the page that is asked for in another language; what was asked with it only when it was read."""
    if request is None:
        return translate_url("/", code)
    asked = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    found = request.resolver_match
    if found is None or not found.view_name:  # a page that isn't there
        return translate_url(asked, code)
    with override(code):
        named_only = not found.args and not found.kwargs
        path = (
            address_of(found.view_name)
            if named_only
            else reverse(found.view_name, args=found.args, kwargs=found.kwargs)
        )
    return path + asked[len(request.path) :] if asked.startswith(request.path) else path


@register.filter
def error_links(form: forms.BaseForm) -> list[dict[str, Any]]:
    """Every error of a form with the place it leads to (nowhere for an error of the whole form)."""
    rows: list[dict[str, Any]] = [{"href": "", "text": text} for text in form.non_field_errors()]
    for field in form:
        anchor = _first_input(field)
        rows += [{"href": "" if field.is_hidden else f"#{anchor}", "text": text} for text in field.errors]
    return rows


def _first_input(field: BoundField) -> str:
    if isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{field.auto_id}_0"
    return field.id_for_label or str(field.auto_id)


@register.filter
def kind_of(field: BoundField) -> str:
    """How a field is laid out: group (radios, checkboxes), parts, checkbox, select, textarea, file or input."""
    widget = field.field.widget
    kinds = (
        ((forms.RadioSelect, forms.CheckboxSelectMultiple), "group"),
        (forms.MultiWidget, "parts"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    )
    return next((kind for classes, kind in kinds if isinstance(widget, classes)), "input")


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The widget itself, with the classes of the design system; never a placeholder, which vanishes as one writes."""
    css = {"select": "form-select", "checkbox": "form-checkbox", "file": ""}.get(kind_of(field), "form-input")
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css} {own}".strip(), "placeholder": False})


@register.filter
def hint_and_error(field: BoundField) -> str:
    """The ids that describe a fieldset."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join(ids + ([f"{field.auto_id}_error"] if field.errors else []))


@register.filter
def part(content: str, name: str) -> str:
    """A piece of a layout round a block's content, or nothing at all when the block is empty."""
    inner = content.strip()
    if not inner:
        return ""
    return render_to_string(f"components/part_{name}.html", {"inner": SafeString(inner)})


TIME_RADIO = """<div class="form-group-radio">
  <input class="form-radio" type="radio" name="time" value="{}" id="{}">
  <label for="{}"><span aria-hidden="true">{}</span><span class="sr-only">{}</span>{}</label>
</div>
"""


@register.simple_tag
def time_radios(times: Sequence[Any], is_first: bool = False) -> SafeString:
    """Times to choose from, each with value, words, full, who and key; errors lead to the first of a form.

    Said here and not in a template: a page has up to hundreds of them.
    """
    rows = []
    for place, time in enumerate(times):
        key = "id_time" if is_first and place == 0 else time.key
        who = format_html(' <span class="time-who">{}</span>', time.who) if time.who else ""
        rows.append((time.value, key, key, time.words, time.full, who))
    return format_html_join("", TIME_RADIO, rows)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One step of the breadcrumbs; the last one has no address."""
    if not url:
        return format_html('<li class="breadcrumbs__list-item" aria-current="page">{}</li>', label)
    link = '<li class="breadcrumbs__list-item"><a class="breadcrumbs__link" href="{}">{}</a>{}</li>'
    return format_html(link, url, label, icon("chevron-right"))


@register.simple_tag
def phone_link(number: str, css: str = "") -> SafeString:
    """A telephone number that can be rung with one touch, in pairs as it is read aloud."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return format_html('<a class="phone {}" href="tel:{}">{}</a>', css, digits, words.phone_words(number))


@register.filter
def unbroken(said: str) -> str:
    """A moment in a heading: no line ends between 3. and november, nor between kl. and 14.00."""
    return re.sub(r"(?<=\d\.) (?=\w)|(?<=kl\.) (?=\d)|(?<=at) (?=\d)|(?<=\d) (?=[A-Z])", "\N{NO-BREAK SPACE}", said)


@register.filter
def own_links(text: str) -> SafeString:
    """A message's text with links; one to a page of ours says so instead of showing its long address."""
    ours = rf'(<a href="{re.escape(escape(settings.SITE_URL))}/[\w/:.=-]*")[^>]*>[^<]*</a>'
    said = escape(_("Open the page"))
    return SafeString(re.sub(ours, lambda found: f"{found[1]}>{said}</a>", urlize(text, autoescape=True)))


@register.filter
def phone_lines(lines: Sequence[str]) -> SafeString:
    """Lines such as "Livslinien 70 201 201" with the number as a link."""
    rows = []
    for line in lines:
        start = next((place for place, sign in enumerate(line) if sign.isdigit() or sign == "+"), len(line))
        rows.append((line[:start], phone_link(line[start:]) if start < len(line) else ""))
    return format_html_join(" · ", '<span class="nowrap">{}{}</span>', rows)


@register.simple_tag(takes_context=True)
def prose(context: template.Context, name: str) -> SafeString:
    """A text that is written anew in each language: <name>.<language>.html."""
    known: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return render_to_string(f"{name}.{words.language()}.html", known)


@register.inclusion_tag("components/week_picture.html")
def week_picture(
    days: Sequence[charts.WeekDay], title: str = "", sentence: str = "", name: str = "week"
) -> dict[str, Any]:
    """A week as a picture: days as columns, hours downwards. name must differ between two on one page."""
    title = title or _("The week")
    picture = charts.week(days)
    return {"picture": picture, "days": days, "title": title, "sentence": sentence, "id": name, "today": clock.today()}


@register.inclusion_tag("components/bars.html")
def bars(rows: Sequence[charts.Bar], title: str, sentence: str = "", name: str = "bars") -> dict[str, Any]:
    """Bars, one a row, with their ceilings."""
    return {"bars": charts.bars(rows), "title": title, "sentence": sentence, "id": name}


@register.inclusion_tag("components/columns.html")
def columns(steps: Sequence[charts.Column], title: str, sentence: str = "", name: str = "columns") -> dict[str, Any]:
    """Columns over time, with the same as a table. name must differ between two on one page."""
    return {"chart": charts.columns(steps), "steps": steps, "title": title, "sentence": sentence, "id": name}
