"""Practice that somebody watched: the whole, its parts as they are written, and who was asked to watch."""

from swip.observations.models.observation import (
    Observation,
    ObservationQuerySet,
    ObservedOutcome,
    Signature,
)
from swip.observations.models.observers import Observer, ObserverQuerySet
from swip.observations.models.parts import Part, PartVersion

__all__ = [
    "Observation",
    "ObservationQuerySet",
    "ObservedOutcome",
    "Observer",
    "ObserverQuerySet",
    "Part",
    "PartVersion",
    "Signature",
]
