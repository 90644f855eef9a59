"""Questions about the standards: what a version holds, what an item is linked to, where words occur."""

from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import Count, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from swip.standards.models import (
    Association,
    EvidenceBase,
    FrameworkVersion,
    Item,
    ItemKind,
    KeyTerm,
)
from swip.standards.rules import MARK_BEGINS, MARK_ENDS

LANGUAGE = "english"
BEYOND = 2**31 - 1  # a place after the last
STRONGEST_FIRST: list[str] = list(Association.Strength)


@dataclass
class Branch:
    """One piece of the standards, with what stands under it."""

    item: Item
    children: list["Branch"] = field(default_factory=list)

    @property
    def by_kind(self) -> list[tuple[ItemKind, list["Branch"]]]:
        """What stands under it, told apart by kind: what to know beside what to do."""
        in_order = sorted(self.children, key=lambda branch: branch.item.kind.position)
        return [
            (kind, list(branches))
            for kind, branches in groupby(in_order, key=lambda branch: branch.item.kind)
        ]


def tree(version: FrameworkVersion, items: QuerySet[Item] | None = None) -> list[Branch]:
    """Everything in a version, or the given items of it, each under what it belongs to."""
    kinds = {kind.pk: kind for kind in version.kinds.all()}
    branches: dict[int, Branch] = {}
    roots: list[Branch] = []
    for item in version.items.all() if items is None else items:
        item.version, item.kind = version, kinds[item.kind_id]
        branch = branches[item.pk] = Branch(item)
        holder = branches.get(item.parent_id) if item.parent_id else None
        (holder.children if holder else roots).append(branch)
    return roots


def at_a_glance(version: FrameworkVersion) -> list[Branch]:
    """Groups and outcomes alone: the version on one page."""
    return tree(version, version.items.filter(kind__role__in=[ItemKind.Role.GROUP, ItemKind.Role.OUTCOME]))


def under(item: Item) -> Branch:
    """One piece with everything under it: what follows it, up to the next that stands beside it or higher."""
    beside_or_higher = Q(parent=None) | Q(parent__in=[each.pk for each in ancestors(item)])
    following = item.version.items.filter(position__gt=item.position)
    bound = Coalesce(Subquery(following.filter(beside_or_higher).values("position")[:1]), Value(BEYOND))
    within = item.version.items.filter(position__gte=item.position, position__lt=bound)
    return tree(item.version, within)[0]


def ancestors(item: Item) -> list[Item]:
    """What it stands under, the nearest first."""
    found = []
    while item.parent:
        item.parent.version = item.version
        item = item.parent
        found.append(item)
    return found


def item_at(version: FrameworkVersion, slug: str) -> QuerySet[Item]:
    """The piece with this code, with what it stands under at hand."""
    above = "parent__kind", "parent__parent__kind", "parent__parent__parent__kind"
    return version.items.filter(slug=slug.lower()).select_related("kind", "version__framework", *above)


def neighbours(item: Item) -> tuple[Item | None, Item | None]:
    """The pieces of the same kind of role before and after it in the document."""
    alike = item.version.items.filter(kind__role=item.kind.role)
    before = alike.filter(position__lt=item.position).order_by("-position")
    after = alike.filter(position__gt=item.position).order_by("position")
    found: dict[bool, Item] = {}
    for each in before[:1].union(after[:1]):
        each.version = item.version
        found[each.position < item.position] = each
    return found.get(True), found.get(False)


def counts(version: FrameworkVersion) -> QuerySet[ItemKind]:
    """The kinds of a version, each with the `number` that it holds."""
    return version.kinds.annotate(number=Count("items")).order_by("position")


def evidence_base(version: FrameworkVersion) -> list[tuple[str, list[EvidenceBase]]]:
    """What the authors drew on, told apart by kind, in the order in which they name it."""
    entries = version.evidence_base.all()
    return [(kind, list(each)) for kind, each in groupby(entries, key=EvidenceBase.get_kind_display)]


# ---- Links to other frameworks


@dataclass(frozen=True)
class Link:
    """A link as it is seen from one of its two ends."""

    association: Association
    item: Item


@dataclass(frozen=True)
class LinksToVersion:
    """What is linked in one other framework, or the reason why nothing is."""

    version: FrameworkVersion
    links: list[Link]
    found_nothing: list[Association]


def links_of(item: Item) -> list[LinksToVersion]:
    """Its links in both directions, framework by framework, the strongest first."""
    associations = (
        Association.objects.filter(Q(origin=item) | Q(destination=item))
        .filter(destination_version__is_published=True, origin__version__is_published=True)
        .select_related(
            "crosswalk", "origin__version__framework", "destination", "destination_version__framework"
        )
    )
    found: dict[int, LinksToVersion] = {}
    for each in associations:
        leads_out = each.origin_id == item.pk
        version = each.destination_version if leads_out else each.origin.version
        there = found.setdefault(version.pk, LinksToVersion(version, [], []))
        if not each.destination:
            there.found_nothing.append(each)
            continue
        other = each.destination if leads_out else each.origin
        other.version = version
        there.links.append(Link(each, other))
    for there in found.values():
        there.links.sort(
            key=lambda link: (STRONGEST_FIRST.index(link.association.strength), link.item.position)
        )
    return sorted(found.values(), key=lambda there: (there.version.framework.position, there.version.code))


def cautions(links: list[LinksToVersion]) -> list[str]:
    """What has to be said wherever these links are shown."""
    shown = [
        association
        for there in links
        for association in [*(link.association for link in there.links), *there.found_nothing]
    ]
    return list(dict.fromkeys(each.crosswalk.caution for each in shown if not each.is_reviewed))


# ---- Search


def search(versions: QuerySet[FrameworkVersion], words: str) -> QuerySet[Item]:
    """Where words occur, the best first. Whatever somebody types, it never fails."""
    query = SearchQuery(words, search_type="websearch", config=LANGUAGE)
    above = "parent__kind", "parent__parent__kind", "parent__parent__parent__kind"
    return (
        Item.objects.filter(version__in=versions, search=query)
        .annotate(rank=SearchRank(F("search"), query), headline=_headline("text", query))
        .select_related("kind", "version__framework", *above)
        .order_by("-rank", "version__framework__position", "version", "position")
    )


def search_terms(versions: QuerySet[FrameworkVersion], words: str) -> QuerySet[KeyTerm]:
    """Key terms whose meaning holds the words."""
    query = SearchQuery(words, search_type="websearch", config=LANGUAGE)
    return (
        KeyTerm.objects.filter(version__in=versions)
        .annotate(
            search=SearchVector("term", "meaning", config=LANGUAGE), headline=_headline("meaning", query)
        )
        .filter(search=query)
        .select_related("version__framework")
    )


def _headline(name: str, query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(
        name, query, config=LANGUAGE, start_sel=MARK_BEGINS, stop_sel=MARK_ENDS, highlight_all=True
    )


def home_of(item: Item) -> Item:
    """The piece whose page shows it: statements and points stand on the page of their outcome."""
    pages = (ItemKind.Role.GROUP, ItemKind.Role.OUTCOME)
    return next((each for each in [item, *ancestors(item)] if each.kind.role in pages), item)


def item_by_identifier(versions: QuerySet[FrameworkVersion], identifier: UUID) -> QuerySet[Item]:
    """The piece that carries this identifier, in one of these versions."""
    return Item.objects.filter(version__in=versions, identifier=identifier).select_related(
        "version__framework"
    )
