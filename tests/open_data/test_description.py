"""The OpenAPI document keeps its word: asked with what it allows and what it forbids, the interface does as it says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from portal.accounts import limits
from portal.accounts.models import User
from portal.open_data.serving import document
from portal.wsgi import application
from tests.factories.evenings import make_pool
from tests.factories.talks import make_counsellor, make_type

EXAMPLES = 40
PLAIN = {"Accept-Encoding": "identity"}  # the WSGI client opens no gzip
OPERATIONS = ("events", "event", "meeting_types", "free_days")


@pytest.fixture
def known(committed_db: None, organiser: User, counsellor: User, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Something to read at each address, and a limit that lets a test ask often."""
    monkeypatch.setitem(limits.RATES, "open_data", "1000000/m/ip")
    make_counsellor(counsellor)
    make_pool(organiser, 3, title="Diskret", sensitivity="discreet", discreet_title="Aften")
    return {"event": make_pool(organiser, 3).occurrence.event.slug, "free_days": make_type().slug}


def from_here(environ: dict[str, Any], start_response: Any) -> Any:
    """The portal as a visitor on this machine meets it; the WSGI client itself has no address."""
    return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


def operations() -> dict[str, Any]:
    """Each address of the document, as the server gives it out."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", from_here)
    found = [result.ok() for result in schema.get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


def test_the_list_of_addresses_tried_here_is_whole(known: dict[str, str]) -> None:
    assert set(operations()) == set(OPERATIONS)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *((name, GenerationMode.POSITIVE) for name in OPERATIONS),
        *((name, GenerationMode.NEGATIVE) for name in OPERATIONS if name != "meeting_types"),  # it takes nothing
    ],
)
def test_an_address_answers_as_the_document_says(name: str, mode: GenerationMode, known: dict[str, str]) -> None:
    operation, met = operations()[name], set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if name in known and mode == GenerationMode.POSITIVE:
            case.path_parameters = {"slug": known[name]}
        met.add(case.call_and_validate(headers=PLAIN).status_code)

    ask()
    assert met <= {200, 404, 422}
    assert met & ({200} if mode == GenerationMode.POSITIVE else {404, 422})


def test_the_document_is_openapi() -> None:
    schemathesis.openapi.from_dict(document()).validate()
