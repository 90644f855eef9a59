"""Plain numbers about files, and how they are said."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NAME = 200
HOURS_TO_FINISH = 24
MOST_OPEN_UPLOADS = 20
MEGABYTE = 1_000_000  # as pages say the size of a file


@dataclass(frozen=True)
class Quota:
    """How much room one person's files take, and how much they may."""

    used: int
    most: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def words(self) -> str:
        return f"{megabytes(self.used)} of {megabytes(self.most)} used"

    def has_room_for(self, size: int) -> bool:
        return size <= self.left

    def refusal(self, size: int) -> str:
        return (
            f"was not added: it needs {megabytes(size)}, and {megabytes(self.left, is_left=True)} of your "
            f"{megabytes(self.most)} are left. Save a smaller copy, or remove files that you no longer need"
        )


def megabytes(size: int, *, is_left: bool = False) -> str:
    """What is used is rounded up and what is left down: neither promises room that is not there."""
    tenths = (size * 10 // MEGABYTE if is_left else -(-size * 10 // MEGABYTE)) / 10
    return f"{tenths:.0f} MB" if tenths >= 10 or tenths == int(tenths) else f"{tenths:.1f} MB"
