"""What was done with a whole case, one row a step: the course's own history."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from counselling.case_choices import StepKind
from counselling.models.cases import Case
from portal.keys import new_key


class CaseStep(models.Model):
    """Something done with a whole case: opened, put to rest, taken up again, closed, opened again; why and by whom."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    reason = models.CharField(max_length=20, blank=True)  # a code: how it began, why it rests, was closed or goes on
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="case_step_kind_is_known"),
            models.CheckConstraint(condition=Q(kind="resumed") | ~Q(reason=""), name="case_step_has_its_reason"),
        ]

    def __str__(self) -> str:
        return self.kind
