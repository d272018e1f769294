"""Accounts, and who works where as what."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import ROLE_CHOICES
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.classes import INTERNAL, PERSONAL, SENSITIVE, classified


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@classified(
    email=PERSONAL,
    name=PERSONAL,
    password=SENSITIVE,
    last_login=PERSONAL,
    is_active=INTERNAL,
    sample=INTERNAL,
    language=INTERNAL,
    joined_at=INTERNAL,
)
class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from memberships alone; there is no super-user."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    sample = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)


@classified(user=PERSONAL, place=INTERNAL, role=INTERNAL, since=INTERNAL, until=INTERNAL)
class Membership(models.Model):
    """A role at a place; it reaches everything below that place."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    since = models.DateField(auto_now_add=True)
    until = models.DateField(null=True, blank=True, help_text=_("last day; empty while it lasts"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "place", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.role} @ {self.place.slug}"
