"""Who may open which page of this room."""

from tests.access_world import Route

ROUTES = {
    "identifiers:quarantines": Route(sees={"data_protection_lead", "far_data_protection_lead"}),
}
