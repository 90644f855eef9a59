"""A real Chromium for the journeys."""
