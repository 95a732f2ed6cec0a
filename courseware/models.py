"""People, and where each of them is reading. Chapters are files (chapters.py), not rows."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from rest_framework.authtoken.models import Token

from courseware.names import key_of


class People(UserManager["User"]):
    def create_guest(self) -> "User":
        """A visitor who begins before signing up: no name to sign in by, no usable password."""
        return self.create_user(username=f"guest-{secrets.token_hex(8)}", is_guest=True)

    def named(self, name: str) -> "User | None":
        """Who signs in by this name: its exact spelling goes first, another one must lead to one account."""
        key = key_of(name)
        found = list(self.filter(models.Q(username=name) | models.Q(name_key=key, is_guest=False)).order_by("pk")[:3])
        exact = next((person for person in found if person.username == name), None)
        return exact or (found[0] if len(found) == 1 else None)

    def guest_named(self, token: str) -> tuple["User", bool]:
        """The guest whose name has this token, which nobody else can know, and whether they are new."""
        values = {"is_guest": True, "password": make_password(None)}
        return self.get_or_create(username=f"guest-{token}", defaults=values)


class User(AbstractUser):
    is_guest = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    time_zone = models.CharField(
        max_length=64, blank=True, default="", help_text="Default: that of the browser at the next sign-in."
    )
    time_factor = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        default=1,
        help_text="Multiplies every time limit for this person, such as 1.25.",
    )
    name_key = models.CharField(max_length=450, blank=True, default="", editable=False, db_index=True)
    external_id = models.CharField(max_length=200, null=True, blank=True, unique=True)

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(time_factor__gte=1, time_factor__lte=10), name="time_factor_is_1_to_10"
            )
        ]

    def __str__(self) -> str:
        return "Guest" if self.is_guest else self.username

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Whoever changes a password, on whatever page or by a command: the token of the old one ends."""
        if not self.is_guest and (update_fields is None or {"username", "is_guest"} & set(update_fields)):
            self.name_key = key_of(self.username)
            update_fields = None if update_fields is None else {*update_fields, "name_key"}
        with transaction.atomic():
            if self.pk and (update_fields is None or "password" in update_fields):
                Token.objects.filter(user=self.pk).exclude(user__password=self.password).delete()
            super().save(*args, update_fields=update_fields, **more)

    def check_password(self, raw_password: str | None) -> bool:
        """A hash that was made in an older way is renewed. The password is the same, so its token stays."""

        def renew(password: str) -> None:
            self.password = make_password(password)
            type(self).objects.filter(pk=self.pk).update(password=self.password)

        return check_password(raw_password, self.password, renew)


class Reading(models.Model):
    """The last place in a chapter that a person came to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    chapter_slug = models.SlugField()
    anchor = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "chapter_slug"], name="one_place_in_each_chapter")]

    def __str__(self) -> str:
        return f"{self.chapter_slug}#{self.anchor}"
