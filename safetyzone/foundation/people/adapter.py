"""How allauth behaves here: nobody signs up alone; an account comes with a membership."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest

from safetyzone.foundation.audit.actions import record


class ClosedSignup(DefaultAccountAdapter):
    """Accounts are made by those who may give a role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Every page that changes a password comes through here: changed, chosen, or set again by letter."""
        with transaction.atomic():
            super().set_password(user, password)
            record(action="people.password_changed", subject=f"user:{user.pk}", by=f"user:{user.pk}")


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """Whoever the organisation's sign-in knows and we do not, holds no role here and gets no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False
