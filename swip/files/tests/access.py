"""Who may send files, and ask how far one has come."""

from swip.files.tests.factories import UploadFactory
from tests.access_world import SIGNED_IN, Route

ROUTES = {
    # Without a length nothing is announced: that is told, and nobody is turned away.
    "files:uploads": Route(sees=SIGNED_IN, method="options"),
    "files:upload": Route(
        sees={"social_worker"},
        args=lambda world: [UploadFactory(owner=world.people["social_worker"]).token],
    ),
}
