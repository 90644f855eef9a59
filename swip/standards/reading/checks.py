"""What must be true of every framework, whatever form it was read from."""

from collections import Counter

from swip.standards.reading.manifest import Manifest
from swip.standards.reading.shapes import CannotRead, FrameworkRead

# Pages of a version, and of all standards, that stand where a code would stand in an address.
TAKEN_AS_ITEM = {"about", "key-terms", "whole"}
TAKEN_AS_FRAMEWORK = {"item", "search", "version"}


def check(framework: FrameworkRead, manifest: Manifest) -> None:
    """Codes are given once, kinds are known, and there are as many of each as the manifest expects."""
    if framework.framework.code.lower() in TAKEN_AS_FRAMEWORK:
        raise CannotRead(manifest.path, None, f"a framework cannot be called “{framework.framework.code}”")
    kinds = {kind.code for kind in framework.kinds}
    seen: dict[str, int | None] = {}
    for item in framework.items:
        if item.kind not in kinds:
            raise CannotRead(manifest.source, item.line, f"{item.code}: no kind is called “{item.kind}”")
        if not item.text or not item.code:
            raise CannotRead(manifest.source, item.line, f"{item.code or 'an item'} has no code or no words")
        if item.slug in TAKEN_AS_ITEM:
            raise CannotRead(manifest.source, item.line, f"an item cannot have the code “{item.code}”")
        if item.slug in seen:
            raise CannotRead(manifest.source, item.line, f"the code {item.code} is given twice")
        seen[item.slug] = item.line
    counted = Counter(item.kind for item in framework.items)
    counted["terms"] = len(framework.terms)
    for name, wanted in manifest.expected.items():
        if name not in kinds | {"terms"}:
            raise CannotRead(manifest.path, None, f"[expected]: no kind is called “{name}”")
        if counted[name] != wanted:
            raise CannotRead(
                manifest.source, None, f"holds {counted[name]} of “{name}”, but {wanted} are expected"
            )
    for name in counted:
        if name not in manifest.expected and counted[name]:
            raise CannotRead(manifest.path, None, f"[expected] does not say how many of “{name}” there are")
