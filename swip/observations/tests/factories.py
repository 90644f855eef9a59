"""Made-up observations: `ObservationFactory(observer="outsider", to="answered")` has come as far as that."""

from __future__ import annotations

import datetime

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.observations import actions
from swip.observations.models import Observation, Part
from swip.standards.contents import outcomes_of

STEPS = ["started", "planned", "asked", "answered", "reflected", "family", "agreed"]
OUTSIDER = {"name": "Jo Smith", "role": "Head of year", "agency": "A school", "email": "jo@school.example"}


class ObservationFactory(factory.django.DjangoModelFactory):
    """Planned for a week ago, and taken on by the real verbs to wherever `to` says.

    `observer`: "supervisor", "assessor", "outsider", or a person who may observe.
    """

    class Meta:
        model = Observation

    enrolment = factory.SubFactory(EnrolmentFactory)

    @classmethod
    def _create(cls, model_class, *args, enrolment, to="asked", observer="supervisor", **said):
        worker = enrolment.social_worker
        observation = actions.start(enrolment, by=worker)
        reached = STEPS[: STEPS.index(to) + 1]
        outcomes = outcomes_of(enrolment.standards)
        day = said.get("day") or timezone.localdate() - datetime.timedelta(days=7)
        if "planned" in reached:
            part = part_of(observation, "plan")
            content = plan(day, setting=said.get("setting", "home_visit"))
            actions.share_plan(part, content=content, outcomes=outcomes[:2], revision=0, by=worker)
        if "asked" in reached:
            if observer == "outsider":
                asked = actions.ask_outsider(observation, **OUTSIDER, by=worker)
            else:
                person = getattr(enrolment, observer) if isinstance(observer, str) else observer
                asked = actions.ask_colleague(observation, person, by=worker)
        if "answered" in reached:
            answer(asked, day, outcomes, setting=said.get("setting", "home_visit"))
        if "reflected" in reached:
            part = part_of(observation, "reflection")
            content = {"reflection": "I waited longer than I would have.", "will_do": ""}
            actions.share_reflection(part, content=content, revision=0, by=worker)
        if "family" in reached:
            family = {"family": "agreed", "asked_by": "social_worker", "asked_on": day, "words": ""}
            actions.record_family(observation, **family, by=worker)
        if "agreed" in reached:
            actions.agree(observation, round=1, by=worker)
        return Observation.objects.select_related("enrolment__social_worker").get(pk=observation.pk)


def part_of(observation, kind):
    return Part.objects.select_related("observation__enrolment", "observer").get(
        observation=observation, kind=kind
    )


def plan(day, **changed):
    return {
        "planned_for": day.isoformat(),
        "how": "in_person",
        "setting": "home_visit",
        "contexts": [],
        "about": "A first visit.",
        "aims": "How I begin.",
        "outcomes": [],
        **changed,
    }


def answer(observer, day, outcomes, **changed):
    """What the observer sends: the first outcome seen, the second not, a third added."""
    contents = {
        "seen": {
            "observed_on": day.isoformat(),
            "how": "in_person",
            "setting": "home_visit",
            "contexts": ["court"],
            "seen": "She sat down on the floor.",
            "complexity": "mixed",
            "why_complexity": "Two views of one evening.",
            **changed,
        },
        "outcomes": [
            {"outcome": each.pk, "code": each.code, "answer": said, "reason": "In how she asked."}
            for each, said in zip(outcomes[:3], ["seen", "set_aside", "seen"], strict=False)
        ],
        "feedback": {"went_well": "You listened.", "do_next": "Say what happens next."},
    }
    revisions = {each.kind: each.revision for each in observer.parts.all()}
    actions.send(observer, contents=contents, revisions=revisions, by=observer.person)
