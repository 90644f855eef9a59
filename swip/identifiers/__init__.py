"""That no child and no family can be recognised: texts and files looked through, and what is out of sight.

A room whose texts others will read:

1. inherits `models.Quarantinable` where others read the record, filters `quarantined_at=None` for them, and sets
   `IS_SHOWN_ONCE_OVER` where its page stays open to whoever saw to it;
2. has a page of its own that looks the record through, as `steps.py` shows in ten lines;
3. saves the decisions over the revision, with `actions.keep_scan` in the same transaction;
4. begins the action that shares with `actions.be_looked_through`, which raises `NotLookedThrough`;
5. has a page `.../take-out-of-sight/` for its readers, which calls `actions.quarantine`.

`enrolment.queries.colleagues_of` gives the names that the service knows. `swip/evidence` does all of it.
"""
