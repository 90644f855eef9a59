"""People, organisations and their teams."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, **details) -> User:
        """People sign in with a code sent to their address, so nobody has a password."""
        user = self.new_user(email, name, **details)
        user.save()
        return user

    def new_user(self, email: str, name: str, **details) -> User:
        """Not saved yet: for many who are added at once."""
        user = self.model(email=email.strip().lower(), name=name, **details)
        user.set_unusable_password()
        return user


class User(AbstractBaseUser):
    """A person, whoever employs them and whatever they are to others."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150)
    register_number = models.CharField(
        max_length=8,
        blank=True,
        default="",
        validators=[RegexValidator(r"^SW[1-9][0-9]{0,5}$", "Enter a number like SW12345")],
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="address_is_in_lower_case"),
            models.UniqueConstraint(
                fields=["register_number"],
                condition=~Q(register_number=""),
                name="register_number_belongs_to_one_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def history_chain(self) -> str:
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def has_usable_password(self) -> bool:
        """Nobody has a password, however their account was made."""
        return False


class Organisation(models.Model):
    """An employer, a partner, or whoever runs the national programme."""

    class Kind(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        CHILDRENS_TRUST = "childrens_trust", "Children's trust"
        JOINT_SERVICE = "joint_service", "Joint service of several authorities"
        HEALTH = "health", "Health organisation"
        VOLUNTARY = "voluntary", "Voluntary or charity"
        PRIVATE = "private", "Private provider"
        UNIVERSITY = "university", "University"
        NATIONAL = "national", "National programme"

    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=Kind)
    local_authority_code = models.CharField(max_length=9, blank=True, default="")
    region = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.pk}"


class TeamQuerySet(models.QuerySet["Team"]):
    def open(self) -> TeamQuerySet:
        """Those that people can still be put into."""
        return self.filter(closed_on=None)


class Team(models.Model):
    """Where in an organisation somebody works, and with which children."""

    class ServiceArea(models.TextChoices):
        CHILD_PROTECTION = "child_protection", "Child protection"
        CHILDREN_IN_NEED = "children_in_need", "Children in need"
        EARLY_HELP = "early_help", "Early help"
        LOOKED_AFTER = "looked_after", "Looked-after children"
        FOSTERING = "fostering", "Fostering"
        ADOPTION = "adoption", "Adoption"
        DISABLED_CHILDREN = "disabled_children", "Disabled children"
        YOUTH_JUSTICE = "youth_justice", "Youth justice"
        HEALTH = "health", "Health"
        VOLUNTARY = "voluntary", "Voluntary sector"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=150)
    service_area = models.CharField(max_length=20, choices=ServiceArea)
    closed_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="team_name_is_used_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:teams", args=[self.organisation_id])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"
