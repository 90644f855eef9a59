"""Who may read which rule books, and who writes the next one."""

from django.db.models import Exists, QuerySet

from swip.accounts.models import Appointment, Role, User
from swip.accounts.permissions import held_by
from swip.programmes.models import Programme, RuleBook, RuleBookQuerySet


def _edits(user: User) -> Exists:
    """Somebody whose appointment today is to edit programmes. Signed out, one is nobody."""
    appointments = held_by(user, Role.PROGRAMME_EDITOR) if user.pk else Appointment.objects.none()
    return Exists(appointments)


def programmes_known_to(user: User) -> QuerySet[Programme]:
    """Programmes are for everybody to know, signed in or not."""
    return Programme.objects.all()


def readable_by(user: User) -> QuerySet[RuleBook]:
    """What was ever published is for everybody; a draft is for those who write it."""
    return RuleBook.objects.public().select_related("programme", "standards__framework")


def edited_by(user: User) -> RuleBookQuerySet:
    """A programme editor works on every draft, whoever began it, until it is published."""
    books = RuleBook.objects.filter(_edits(user))
    return books.select_related("programme", "standards__framework", "drafted_from__programme", "drafted_by")


def drafted_from_by(user: User) -> QuerySet[RuleBook]:
    """A new version is drafted from the newest published one."""
    newest = RuleBook.objects.filter(_edits(user), status=RuleBook.Status.PUBLISHED)
    return newest.select_related("programme", "standards")


def renamed_by(user: User) -> QuerySet[Programme]:
    return Programme.objects.filter(_edits(user))
