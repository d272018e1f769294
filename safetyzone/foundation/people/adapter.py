"""How allauth behaves here: nobody signs up alone; an account comes with a membership."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by those who may give a role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
