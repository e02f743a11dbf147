"""Who a session belongs to: the person and the roles they hold, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from portal.accounts.models import User
from portal.database.questions import Question

WHO_IS_IT = Question(lambda pk: User.objects.with_roles_held().filter(pk=pk))


class OneQueryBackend(AuthenticationBackend):
    """Allauth's sign-in; every request after it reads person and roles together."""

    def get_user(self, user_id: object) -> User | None:
        """The person, with the roles held now; None when the account is closed."""
        user = WHO_IS_IT.first(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
