"""Prints what the guard finds and what it misses: `python -m bench.identifiers`, with `--list` for each miss."""

from __future__ import annotations

import sys
import time

from bench.identifiers.measuring import HERE, NAMES, PARTS, STRUCTURED, Quiet, Score, measure, measure_clean
from swip.identifiers.rules import Kind, find


def main() -> None:
    for part in PARTS:
        score, quiet = measure(part), measure_clean(part)
        print_part(part, score, quiet)
        if "--list" in sys.argv:
            print(*(f"  missed  {each}" for each in score.missed), sep="\n")
            print(*(f"  alarm   {each}" for each in score.alarms), sep="\n")
            print(
                *(f"  clean   {each.kind.label}: {each.text} ({each.reason})" for each in quiet.alarms),
                sep="\n",
            )
    print_speed()


def print_part(part: str, score: Score, quiet: Quiet) -> None:
    print(
        f"\n{part.replace('_', ' ').capitalize()}: {score.sentences} sentences, {quiet.words} words of clean text\n"
    )
    print(f"{'kind':44} {'marked':>7} {'found':>7} {'recall':>7} {'named so':>9} {'false':>6}")
    for kind in Kind:
        if score.marks[kind] or score.false_alarms[kind]:
            numbers = f"{score.marks[kind]:7} {score.found[kind]:7} {score.recall(kind):7.3f}"
            print(f"{kind.label:44} {numbers} {score.called_right[kind]:9} {score.false_alarms[kind]:6}")
    for label, kinds in (
        ("names and initials", NAMES),
        ("structured kinds", STRUCTURED),
        ("all kinds", tuple(Kind)),
    ):
        print(f"{label:44} {'':15} {score.recall(*kinds):7.3f}")
    print(f"false alarms in clean text: {len(quiet.alarms)}, that is {quiet.per_150_words:.2f} per 150 words")


def print_speed() -> None:
    """A text of 2,000 words as people write them, some with names and most without."""
    texts = [(HERE / f"clean_{part}.txt").read_text(encoding="utf-8") for part in PARTS]
    words = " ".join([*texts, texts[0]]).split(" ")[:2000]
    text = " ".join("Amira" if place % 40 == 0 else word for place, word in enumerate(words))
    find(text)
    times = []
    for _ in range(20):
        before = time.process_time()
        find(text)
        times.append(time.process_time() - before)
    print(f"\n2,000 words: {sorted(times)[10] * 1000:.0f} ms of processor")


if __name__ == "__main__":
    main()
