"""Makes up a country, or a part of one: `python -m bench.make_country 6000`.

The makers are those of the demonstration; here are only the numbers of a country, and many processes at once.
"""

import argparse
import dataclasses
import multiprocessing
import random
import sys
import time

from bench import place

WHOLE_COUNTRY = 6000
ONE_PAGE = 50  # of a cohort
ONE_COHORT = 300  # so many are all with one employer, more than any council has
EMPLOYERS, SUPERVISORS, ASSESSORS, COORDINATORS = 153, 3000, 500, 300  # of the whole country
PIECES_EACH = 80
OUTCOMES_OF_A_PIECE = 2
PROCESSES = 2
SEED = "country"
TEAMS = [
    ("Assessment", "child_protection"),
    ("Family support", "children_in_need"),
    ("Children in care", "looked_after"),
    ("Disabled children", "disabled_children"),
]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("people", type=int, nargs="?", default=WHOLE_COUNTRY)
    make(arguments.parse_args().people)


def make(people: int) -> None:
    place.enter(people)
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        marks = place.read_marks(cursor)
    lay_ground()
    if marks.get("people") == made(people):
        return
    if "people" in marks:
        sys.exit(f"{place.FOLDER / str(people)} holds a part of what it should: remove it and begin again.")
    with connection.cursor() as cursor:
        place.mark(cursor, "people", "being made")
    started = time.monotonic()
    plans = plan(people)
    national = found_national()
    connection.close()
    done = 0
    with multiprocessing.get_context("spawn").Pool(PROCESSES, get_ready, [people]) as pool:
        for count in pool.imap_unordered(make_employer, [(national, each) for each in plans]):
            done += count
            draw_progress(done, people, time.monotonic() - started)
    print()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
        place.mark(cursor, "people", made(people))
    print(f"{people:,} people in {time.monotonic() - started:.0f} seconds")


def made(people: int) -> str:
    """What a database says of itself that holds all it should; older ones have fewer rooms."""
    return f"{people}, with everything of a portfolio"


def lay_ground() -> None:
    """What is there before anybody: tables, standards, rule books."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("load_standards", verbosity=0)
    call_command("load_rule_books", verbosity=0)


@dataclasses.dataclass(frozen=True)
class Plan:
    """One employer, and how many of everybody it has."""

    number: int
    people: int
    first: int  # how many social workers there are in the employers before it

    def of(self, in_the_country: int) -> int:
        return max(1, round(self.people * in_the_country / WHOLE_COUNTRY))


def plan(people: int) -> list[Plan]:
    """Some employers are ten times as large as others, as in life; there are always enough for a page."""
    employers = 1 if people == ONE_COHORT else max(1, round(people * EMPLOYERS / WHOLE_COUNTRY))
    chance = random.Random(SEED)
    weights = [chance.uniform(0.2, 1) ** 2 + 0.05 for _ in range(employers)]
    sizes = [max(1, int(people * weight / sum(weights))) for weight in weights]
    sizes[0] += people - sum(sizes)
    firsts = [sum(sizes[:number]) for number in range(employers)]
    return [Plan(number, size, first) for number, (size, first) in enumerate(zip(sizes, firsts, strict=True))]


def draw_progress(done: int, people: int, seconds: float) -> None:
    width = 40
    filled = width * done // people
    left = seconds / done * (people - done)
    bar = "#" * filled + "." * (width - filled)
    print(f"\r[{bar}] {done:,} of {people:,} people, {left:.0f} seconds left   ", end="", flush=True)


def get_ready(people: int) -> None:
    """Each process reads the ground once."""
    place.enter(people)
    import django

    django.setup()


def new_making():
    from django.utils import timezone

    from swip.demo.making.ground import read_grounds, read_kinds
    from swip.demo.making.made import Making
    from swip.demo.making.tables import Reserved, Tables

    today = timezone.localdate()
    if "grounds" not in known:
        known.update(grounds=read_grounds(today), kinds=read_kinds())
    return Making(
        seed=SEED,
        today=today,
        grounds=known["grounds"],
        kinds=known["kinds"],
        tables=Tables(Reserved()),
        outcomes_of_a_piece=OUTCOMES_OF_A_PIECE,
    )


known: dict = {}


def found_national():
    from swip.demo.making.people import found_national_programme

    making = new_making()
    details = {"name": "National programme", "administrator": name(0), "programme_editors": []}
    national = found_national_programme(making, details)
    making.save()
    return national


def make_employer(job) -> int:
    """One employer with all its people, in one transaction."""
    from django.db import transaction

    from swip.accounts.models import Role
    from swip.demo.making.heard import write_procedure
    from swip.demo.making.lives import live
    from swip.demo.making.people import found_employer

    national, plan = job
    making = new_making()
    # Registration numbers are given out from here on, and belong to one person each.
    making.people = plan.first * 2 + plan.number * 10
    staff = {
        Role.ADMINISTRATOR: 1,
        Role.COORDINATOR: plan.of(COORDINATORS),
        Role.PRACTICE_SUPERVISOR: plan.of(SUPERVISORS),
        Role.ASSESSOR: plan.of(ASSESSORS),
        Role.DECISION_MAKER: 1,
        Role.DATA_PROTECTION_LEAD: 1,
        Role.PRINCIPAL_SOCIAL_WORKER: 1,
    }
    names = (name(30_000 + plan.first * 2 + plan.number * 10 + number) for number in range(10_000))
    employer = found_employer(
        making,
        national,
        key=f"employer-{plan.number}",
        name=f"Employer {plan.number}",
        kind="local_authority",
        region="",
        teams=TEAMS,
        staff={role.value: [next(names) for _ in range(count)] for role, count in staff.items()},
    )
    write_procedure(making, employer)
    for number in range(plan.people):
        chance = making.chance(f"{plan.number}, {number}")
        live(
            making,
            employer,
            name=name(1 + plan.first + number),
            programme="swip",
            months=chance.uniform(18.2, 23.9),
            story=story(chance),
            place=number,
            pieces=PIECES_EACH,
        )
    with transaction.atomic():
        making.save()
    return plan.people


def story(chance):
    """Most things go well; something always waits for somebody."""
    from swip.demo.making.stories import Story

    return Story(
        waiting=chance.choice([0, 1, 1, 2, 3]),
        returned=chance.choice([0, 0, 0, 1]),
        last_review=chance.choice(["signed"] * 8 + ["completed", "missed"]),
    )


def name(number: int) -> str:
    """Nobody is called the same: the letter in the middle sees to it."""
    from swip.demo.making.words import cast

    if "names" not in known:
        everybody = [
            person[0].split(" ", 1) for group in cast()["social_worker"] for person in group["people"]
        ]
        known["names"] = [[each[0] for each in everybody], [each[1] for each in everybody]]
    first, last = known["names"]
    number, at_first = divmod(number, len(first))
    number, at_last = divmod(number, len(last))
    return f"{first[at_first]} {chr(ord('A') + number)} {last[(at_last + at_first) % len(last)]}"


if __name__ == "__main__":
    main()
