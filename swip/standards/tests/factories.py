"""Small made-up standards, quick to make: two domains of two outcomes, each with a few statements."""

from pathlib import Path

import factory

from swip.standards import actions
from swip.standards.models import FrameworkVersion, Item, Licence
from swip.standards.reading import shapes
from tests import kept

KINDS = (
    shapes.Kind("domain", "Domain", "Domains", "group"),
    shapes.Kind("outcome", "Outcome", "Outcomes", "outcome"),
    shapes.Kind("knows", "Knows statement", "Knows statements", "prompt", heading="Knows"),
    shapes.Kind("does", "Does statement", "Does statements", "prompt", heading="Does"),
)


def made_up(
    framework: str = "MADE-UP", version: str = "1", *, domains: int = 2, outcomes: int = 2, **details
) -> shapes.FrameworkRead:
    """A framework as it would be read from a file. `details` are those of its version."""
    items = []
    for domain in range(1, domains + 1):
        items.append(shapes.Item(str(domain), "domain", f"Domain {domain}", summary=f"About domain {domain}"))
        for number in range(1, outcomes + 1):
            code = f"{domain}.{number}"
            items += [
                shapes.Item(code, "outcome", f"Does well what outcome {code} asks", parent=str(domain)),
                shapes.Item(f"{code} K1", "knows", "why a child needs to be heard", parent=code),
                shapes.Item(f"{code} K2", "knows", "what the law says", parent=code),
                shapes.Item(f"{code} D1", "does", "listens to children and acts on it", parent=code),
            ]
    return shapes.FrameworkRead(
        path=Path("made-up.toml"),
        framework=shapes.Framework(
            framework, "Made-up standards", f"Made-up standards {framework}", "Nobody"
        ),
        version=shapes.Version(
            **{
                "code": version,
                "title": f"Made-up standards, version {version}",
                "status": FrameworkVersion.Status.IN_FORCE,
                "text_may_ship": True,
                "published_words": "January 2026",
                "source_address": "https://standards.example/",
                **details,
            }
        ),
        licence=shapes.Licence("made-up", "Free for every use"),
        subjects=(),
        kinds=KINDS,
        items=tuple(items),
        terms=(
            shapes.Term("Children", "Anyone under the age of 18.", ("child", "children")),
            shapes.Term("Law", "What an Act says.", ("law",)),
        ),
    )


class FrameworkVersionFactory(factory.Factory):
    """A published version. Its outcomes: `version.outcomes`. `publish=False` makes a draft."""

    class Meta:
        model = FrameworkVersion

    framework = factory.Sequence(lambda number: f"MADE-UP-{number}")
    version = "1"

    @classmethod
    def _create(cls, model, *args, publish: bool = True, **details) -> FrameworkVersion:
        read = made_up(**details)
        actions.load_framework(read, publish=publish)
        return FrameworkVersion.objects.select_related("framework", "licence").get(
            framework__code=read.framework.code, code=read.version.code
        )


def small_standards() -> FrameworkVersion:
    """Three domains of two outcomes each; the same all through a test."""
    versions = FrameworkVersion.objects.select_related("framework", "licence").filter(framework__code="SMALL")
    existing = versions.first()
    if existing is None and not Licence.objects.filter(code="made-up").exists():
        existing = kept.shelf.bring("small_standards") and versions.first()
    return existing or FrameworkVersionFactory(framework="SMALL", domains=3)


def outcome(code: str = "1.1", *, version: FrameworkVersion | None = None) -> Item:
    """One outcome, of a new made-up version unless another is given."""
    return (version or FrameworkVersionFactory()).outcomes.get(code=code)
