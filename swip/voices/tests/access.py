"""Who may open which page of this room."""

ROUTES: dict = {}
