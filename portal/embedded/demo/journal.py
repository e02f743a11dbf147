"""What the demo's records system has: one case filed, one file on its way, one case without its numbers."""

from counselling.actions.journal import fetch_package, make_package, mark_filed
from counselling.models import Case, UnfiledNote
from portal import clock
from portal.accounts.models import User

METTE = "mette.krogh@egekoebing.example"
NUMBERS = ("27.69.40-G01-118-26", "27.69.40-G01-131-26", "27.69.40-G01-140-26")
KLE = "27.69.40"


def tell(people: dict[str, User]) -> None:
    """Mette's cases with locked notes, the longest waiting first."""
    mette = people[METTE]
    waiting = UnfiledNote.objects.ready(clock.now()).in_cases(Case.objects.worked_by(mette).open()).by_case()
    cases = [Case.objects.get(pk=row["case_id"]) for row in waiting[: len(NUMBERS)]]
    for case, number in zip(cases, NUMBERS, strict=False):
        Case.objects.filter(pk=case.pk).update(journal_number=number, kle=KLE)
    for case, is_filed in zip(cases[:2], (True, False), strict=False):
        package = make_package(by=mette, case=case)
        fetch_package(by=mette, package=package)
        if is_filed:
            mark_filed(by=mette, package=package)
