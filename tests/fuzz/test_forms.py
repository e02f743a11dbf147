"""Every form of the house takes any input without breaking: it says what is wrong, it does not fall over."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.http import QueryDict

from portal.design.forms import PortalForm
from tests.fuzz.makers import MAKERS, SHOWN_ONLY
from tests.fuzz.nasty import INPUTS_PER_FORM, body

OURS = ("portal", "relatives", "counselling", "groups", "councils")


def forms_modules() -> Iterator[str]:
    """forms.py, or the modules of forms/, of every app of ours."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in OURS and importlib.util.find_spec(f"{config.name}.forms"):
            module = importlib.import_module(f"{config.name}.forms")
            yield module.__name__
            if hasattr(module, "__path__"):
                yield from (found.name for found in pkgutil.iter_modules(module.__path__, f"{module.__name__}."))


def all_forms() -> dict[str, type[PortalForm]]:
    """Every form by its dotted name."""
    found: dict[str, type[PortalForm]] = {}
    for name in forms_modules():
        for value in vars(importlib.import_module(name)).values():
            if inspect.isclass(value) and issubclass(value, PortalForm) and value.__module__ == name:
                found[f"{name}.{value.__qualname__}"] = value
    return found


FORMS = all_forms()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(FORMS) - set(SHOWN_ONLY)))
def test_a_form_takes_any_input(name: str, request: pytest.FixtureRequest) -> None:
    maker = MAKERS.get(name)
    if maker is None and (needed := needs(FORMS[name])):
        pytest.fail(f"{name} needs {needed}: say how it is made in tests/fuzz/makers.py")
    for number in range(INPUTS_PER_FORM):
        given = maker(request) if maker else {}
        names = list(FORMS[name](data=None, **given).fields)
        data = QueryDict(body(names, {}, f"{name}/{number}"), encoding="utf-8")
        form = FORMS[name](data=data, **given)
        assert form.is_valid() in (True, False)
        str(form.errors.as_data())


def needs(form: type[PortalForm]) -> list[str]:
    """Arguments a form can't be made without."""
    return [
        parameter.name
        for parameter in inspect.signature(form).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
