"""A case goes from one counsellor to another in two browsers, keyboard and all; the relative hears of it neutrally."""

import pytest
from django.urls import reverse

from counselling.actions import cases
from counselling.models import Appointment, Case, Handover
from tests.factories.talks import make_counsellor, make_talk, make_type

SUMMARY = "Hun har brug for aflastning. Næste gang taler vi om svaret fra visitationen."


@pytest.fixture
def carried(committed_db, relative, counsellor, colleague):
    """Mette carries Rasmus's case and has a talk with him ahead; Jonas has a free calendar."""
    make_counsellor(counsellor)
    talk = make_talk(relative, make_type())
    make_counsellor(colleague)
    return cases.open_case(by=counsellor, person=relative, worker=counsellor), talk


def test_a_handover_between_two_people_in_two_browsers(
    portal_web, carried, counsellor, colleague, relative, new_page, sign_in_staff
):
    case, talk = carried
    mettes, jonass = new_page(), new_page(java_script_enabled=False)
    sign_in_staff(mettes, counsellor)
    sign_in_staff(jonass, colleague)
    mettes.goto(portal_web.url + reverse("counselling:hand_over", args=[case.pk]))
    mettes.get_by_label("Hvad skal din kollega vide?").fill(SUMMARY)
    mettes.get_by_label("En anden passer bedre til behovet").check()
    mettes.get_by_label("Den pårørende har sagt ja").check()
    mettes.get_by_role("button", name="Spørg kollegaen").press("Enter")
    mettes.get_by_text("Jonas Hviid Toft er spurgt").wait_for()
    assert Appointment.objects.get(pk=talk.pk).counsellor.user == counsellor
    jonass.goto(portal_web.url + reverse("worklist:tasks"))
    jonass.get_by_role("link", name="Sig ja eller nej").first.click()
    jonass.get_by_text(SUMMARY).wait_for()
    jonass.get_by_role("button", name="Ja, jeg overtager forløbet").press("Enter")
    jonass.get_by_text("Forløbet er dit.").wait_for()
    assert Appointment.objects.get(pk=talk.pk).counsellor.user == colleague
    assert list(Case.objects.visible_to(colleague)) == [case] and not Case.objects.visible_to(counsellor)
    mettes.reload()
    mettes.get_by_text("Overtaget").first.wait_for()
    assert Handover.objects.get().state == "accepted"
