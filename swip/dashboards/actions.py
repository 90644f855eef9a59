"""What a coordinator keeps, renames and throws away: views of their cohort, and nothing else."""

from __future__ import annotations

from django.db import transaction

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.dashboards.models import SavedView


@transaction.atomic
def keep_view(*, name: str, query: str, is_default: bool = False, by: User) -> SavedView:
    """From now on it is one press away. Pressed twice, it is kept once."""
    _one_at_a_time(by)
    if there := SavedView.objects.filter(owner=by, name__iexact=name).first():
        if there.query != query:
            raise StaleStep(there)
        return there
    if is_default:
        _show_none_first(by)
    view = SavedView.objects.create(owner=by, name=name, query=query, is_default=is_default)
    history.record("saved_view.kept", view, by=by, note=name)
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, is_default: bool, by: User) -> None:
    """Another name, or another place: of all views one at most is shown first."""
    _one_at_a_time(by)
    others = SavedView.objects.filter(owner=by).exclude(pk=view.pk)
    is_gone = not SavedView.objects.filter(pk=view.pk).exists()
    if is_gone or others.filter(name__iexact=name).exists():
        raise StaleStep(view)
    view.refresh_from_db()
    before = view.name
    if (before, view.is_default) == (name, is_default):
        return  # sent twice, it was changed once
    if is_default:
        _show_none_first(by)
    view.name, view.is_default = name, is_default
    view.save(update_fields=["name", "is_default"])
    history.record("saved_view.changed", view, by=by, note=name, data={"name_before": before})


@transaction.atomic
def delete_view(view: SavedView, *, by: User) -> None:
    """Only the view goes, nobody in it."""
    history.record("saved_view.deleted", view, by=by, note=view.name)
    view.delete()


def _one_at_a_time(owner: User) -> None:
    """Of two windows of one person the second waits, and sees what the first has done."""
    User.objects.select_for_update().get(pk=owner.pk)


def _show_none_first(owner: User) -> None:
    SavedView.objects.filter(owner=owner, is_default=True).update(is_default=False)
