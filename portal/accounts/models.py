"""People who sign in, and the municipality-wide roles they hold."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.keys import new_key


class Role(models.TextChoices):
    """A municipality-wide role. Roles tied to one thing (facilitator, secretary) follow from rows of their app."""

    COUNSELLOR = "counsellor", _("Counsellor")
    TEAM_LEAD = "team_lead", _("Team lead")
    ORGANISER = "organiser", _("Organiser")
    PLANNER = "planner", _("Planner")
    DPO = "dpo", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserQuerySet(models.QuerySet["User"]):
    """Reads of people."""

    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(is_active=True)

    def with_role(self, *roles: str) -> "UserQuerySet":
        """Active people who hold any of the roles."""
        return self.active().filter(role_assignments__role__in=roles).distinct()

    def staff(self) -> "UserQuerySet":
        """Active people with any municipality-wide role."""
        return self.with_role(*Role.values)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person with this address; without a password unless one is given."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """The person with this address, whatever its case."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """One person, relative or staff (or both: one account, the two sides kept apart on screen)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="da")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def roles(self) -> frozenset[str]:
        """The municipality-wide roles held now (one query, then kept for this request's object)."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.role_assignments.values_list("role", flat=True))
        return self._roles

    def has_role(self, *roles: str) -> bool:
        """Whether any of the roles is held."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff_member(self) -> bool:
        """Whether the person works here: any role at all."""
        return bool(self.roles)


class RoleAssignment(models.Model):
    """A role given to a person by somebody. Takes effect on the next request."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_role_is_given_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return self.role


def role_holders(roles: Iterable[str]) -> list[UUID]:
    """The ids of active people holding any of the roles."""
    return list(User.objects.with_role(*roles).values_list("id", flat=True))
