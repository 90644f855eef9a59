"""How often the suggestion of outcomes is right: every statement of the standards is taken out in turn and asked for.

    .venv/bin/python -m bench.suggest

A statement belongs to one outcome, so that it can be said whether that one is named first, or among the first three
or five.
Also how long it takes, for a text of 600 words.
"""

import time
from collections import defaultdict
from pathlib import Path

from swip.evidence.rules.suggestion import learn, likeness, suggest
from swip.standards.reading import read_framework

STANDARDS = Path(__file__).parent.parent / "swip" / "standards" / "data" / "pqs-consultation-draft-2025.toml"
AIM = {1: 0.45, 3: 0.74, 5: 0.86}


def texts_of_the_standards() -> tuple[dict[str, list[str]], dict[str, str]]:
    """By the code of each outcome its words and its statements, and its domain."""
    framework = read_framework(STANDARDS)
    roles = {kind.code: kind.role for kind in framework.kinds}
    points = defaultdict(list)
    for item in framework.items:
        if roles[item.kind] == "part":
            points[item.parent].append(item.text)
    texts, domains = {}, {}
    for item in framework.items:
        if roles[item.kind] == "outcome":
            texts[item.code], domains[item.code] = [item.text], item.parent
    for item in framework.items:
        if roles[item.kind] == "prompt":
            texts[item.parent].append(" ".join([item.text, *points[item.code]]))
    return texts, domains


def leave_one_out(
    texts: dict[str, list[str]], domains: dict[str, str], only: dict[str, list[str]] | None = None
) -> dict[int, float]:
    """The share of statements whose outcome is among the first one, three and five; `only` asks for some of them."""
    asked, right = 0, dict.fromkeys(AIM, 0)
    for code, of_it in texts.items():
        for place, statement in enumerate(of_it[1:], 1):
            if only is not None and statement not in only[code]:
                continue
            learnt = learn({**texts, code: of_it[:place] + of_it[place + 1 :]}, domains=domains)
            alike = likeness(learnt, statement)
            rank = sum(much > alike[code] for much in alike.values())
            asked += 1
            for first in AIM:
                right[first] += rank < first
    return {first: times / asked for first, times in right.items()}


def main() -> None:
    texts, domains = texts_of_the_standards()
    found = leave_one_out(texts, domains)
    for first, aim in AIM.items():
        print(f"among the first {first}: {found[first]:.3f} (aim {aim})")
    began = time.process_time()
    learnt = learn(texts, domains=domains)
    print(f"learning the standards: {1000 * (time.process_time() - began):.1f} ms, once for a process")
    words = " ".join(each for of_it in texts.values() for each in of_it).split()[:600]
    began = time.process_time()
    for _ in range(20):
        suggest(learnt, " ".join(words))
    print(f"a text of 600 words: {1000 * (time.process_time() - began) / 20:.1f} ms")


if __name__ == "__main__":
    main()
