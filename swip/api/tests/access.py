from swip.standards.tests.factories import FrameworkVersionFactory
from tests.access_world import EVERYONE, Route

ROUTES = {
    "api:case_discovery": Route(sees=EVERYONE),
    "api:case_documents": Route(sees=EVERYONE, args=lambda world: ["v1p1"]),
    "api:case_one": Route(
        sees=EVERYONE,
        args=lambda world: ["v1p1", "CFDocuments", str(FrameworkVersionFactory().identifier)],
    ),
}
