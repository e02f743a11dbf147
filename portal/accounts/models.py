"""People who sign in, and the municipality-wide roles they hold."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField


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

    def with_roles_held(self) -> "UserQuerySet":
        """People with their roles read in the same query."""
        held = RoleAssignment.objects.filter(user=models.OuterRef("pk")).values("role")
        return self.annotate(roles_held=ArraySubquery(held))

    def by_email(self, email: str) -> "User | None":
        """The person with this address, whatever its case."""
        return self.filter(email=email.strip().lower()).first()

    def staff_list(self) -> "UserQuerySet":
        """Everybody who holds a role, deactivated ones last, with roles and second factors loaded."""
        people = self.filter(role_assignments__isnull=False).distinct().order_by("-is_active", "name", "email")
        return people.prefetch_related("role_assignments", "authenticator_set")

    def demo(self) -> "UserQuerySet":
        """People of the demo municipality who can be signed in as with one click."""
        people = self.active().filter(demo__isnull=False).select_related("demo")
        return people.prefetch_related("role_assignments").order_by("demo__place", "name")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; the e-mail address is the name."""

    def create_user(self, email: str | None, password: str | None = None, **fields: object) -> "User":
        """A person with this address (None: they have no e-mail); without a password unless one is given."""
        user: User = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """The person with this address, whatever its case."""
        user: User = self.get(email__iexact=email)
        return user


class User(AbstractBaseUser):
    """One person, relative or staff (or both: one account, the two sides kept apart on screen)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail"), null=True, blank=True)  # none: somebody a counsellor wrote down on the phone
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="da")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    session_stamp = models.UUIDField(default=uuid4, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]  # the stubs have a class variable

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="an_address_belongs_to_one_person"),
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="an_address_is_written_small"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or "–"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Binds every session to the stamp as well as the password: a new stamp ends them all."""
        secret_value = f"{self.password}{self.session_stamp}"
        return salted_hmac("portal.accounts.session", secret_value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def roles(self) -> frozenset[str]:
        """The municipality-wide roles held now (at most one query, then kept for this request's object)."""
        if not hasattr(self, "_roles"):
            held = getattr(self, "roles_held", None)  # read with the person, as each request does
            read = (assignment.role for assignment in self.role_assignments.all()) if held is None else held
            self._roles = frozenset(read)
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
    given_at = models.DateTimeField(default=clock.now, editable=False)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_role_is_given_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return self.role


class Purpose(models.TextChoices):
    """What a code proves the address for."""

    SIGN_IN = "sign_in"
    NEW_ADDRESS = "new_address"
    CONFIRM = "confirm"


class EmailCodeQuerySet(models.QuerySet["EmailCode"]):
    """Reads of codes."""

    def waiting(self, code_id: UUID, *purposes: str) -> "EmailCode | None":
        """The code with this id, if nobody used it yet (and it is for one of the purposes, if any are named)."""
        rows = self.filter(pk=code_id, used_at=None)
        return (rows.filter(purpose__in=purposes) if purposes else rows).first()

    def ended(self, before: datetime) -> "EmailCodeQuerySet":
        """Codes that stopped working before a moment: to be deleted."""
        return self.filter(expires_at__lt=before)


class EmailCode(models.Model):
    """Six digits sent to an address. Whether anybody with that address is known here is not asked until they are right.

    A row of its own rather than the session, so that tries are counted under a lock. Deleted a day after it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    email = EncryptedTextField()
    code = EncryptedTextField()
    language = models.CharField(max_length=5)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sends = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = EmailCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("sent_at")), name="a_code_expires_later"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="accounts_code_expires")]

    def __str__(self) -> str:
        return self.purpose


class StaffInvitationQuerySet(models.QuerySet["StaffInvitation"]):
    """Reads of invitations."""

    def open(self, now: datetime) -> "StaffInvitationQuerySet":
        """Invitations that can still be accepted, newest first."""
        waiting = self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        return waiting.select_related("invited_by").order_by("-invited_at")

    def ended(self, before: datetime) -> "StaffInvitationQuerySet":
        """Invitations whose time ended before a moment: to be deleted."""
        return self.filter(expires_at__lt=before)

    def by_token(self, token: str) -> "StaffInvitation | None":
        """The invitation a link belongs to."""
        return self.filter(token_hash=hash_of(token)).first()


class StaffInvitation(models.Model):
    """A colleague is asked to join with these roles; the link in the mail works once, for seven days."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                name="an_invitation_is_accepted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class DemoPerson(models.Model):
    """Marks a person of the demo municipality: listed on the demo page, signed in with one click. Empty elsewhere."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="demo")
    says = models.CharField(max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=100)

    def __str__(self) -> str:
        return self.says


def hash_of(token: str) -> str:
    """What is kept of a link's token; the token itself is only in the mail."""
    return hashlib.sha256(token.encode()).hexdigest()


def role_holders(roles: Iterable[str]) -> list[UUID]:
    """The ids of active people holding any of the roles."""
    return list(User.objects.with_role(*roles).values_list("id", flat=True))
