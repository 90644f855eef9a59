"""Who may see which page: what is published is for everybody."""

from swip.standards.tests.factories import FrameworkVersionFactory, outcome
from tests.access_world import EVERYONE, Route


def version_words(world) -> list[str]:
    return FrameworkVersionFactory().address_words


ROUTES = {
    "standards:frameworks": Route(sees=EVERYONE),
    "standards:search": Route(sees=EVERYONE),
    "standards:framework": Route(sees=EVERYONE, args=lambda world: version_words(world)[:1]),
    "standards:version": Route(sees=EVERYONE, args=version_words),
    "standards:about": Route(sees=EVERYONE, args=version_words),
    "standards:terms": Route(sees=EVERYONE, args=version_words),
    "standards:whole": Route(sees=EVERYONE, args=version_words),
    "standards:item": Route(sees=EVERYONE, args=lambda world: [*version_words(world), "1.1"]),
    "standards:item_by_identifier": Route(sees=EVERYONE, args=lambda world: [outcome().identifier]),
    "standards:version_by_identifier": Route(
        sees=EVERYONE, args=lambda world: [FrameworkVersionFactory().identifier]
    ),
}
