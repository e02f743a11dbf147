"""What comes between the first proof and being signed in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from portal.accounts import second_factor


class SecondFactorStage(AuthenticateStage):
    """Staff with a factor show it; a relative only when they chose an app.

    For a relative a passkey is another way in, not one more thing to have at hand: without it the code is enough.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if user is None or not super()._should_handle(request):
            return False
        return user.is_staff_member or Authenticator.Type.TOTP in second_factor.types_of(user)
