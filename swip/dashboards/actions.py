"""What a coordinator keeps, renames and throws away: views of their cohort, and nothing else."""

from __future__ import annotations

from django.db import transaction

from swip.accounts.models import User
from swip.core import history
from swip.dashboards.models import SavedView


@transaction.atomic
def keep_view(*, name: str, query: str, is_default: bool = False, by: User) -> SavedView:
    """From now on it is one press away."""
    if is_default:
        _show_none_first(by)
    view = SavedView.objects.create(owner=by, name=name, query=query, is_default=is_default)
    history.record("saved_view.kept", view, by=by, note=name)
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, is_default: bool, by: User) -> None:
    """Another name, or another place: of all views one at most is shown first."""
    before = view.name
    if is_default and not view.is_default:
        _show_none_first(by)
    view.name, view.is_default = name, is_default
    view.save(update_fields=["name", "is_default"])
    history.record("saved_view.changed", view, by=by, note=name, data={"name_before": before})


@transaction.atomic
def delete_view(view: SavedView, *, by: User) -> None:
    """Only the view goes, nobody in it."""
    history.record("saved_view.deleted", view, by=by, note=view.name)
    view.delete()


def _show_none_first(owner: User) -> None:
    SavedView.objects.filter(owner=owner, is_default=True).update(is_default=False)
