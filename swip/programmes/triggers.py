"""What the database refuses: a published rule book stays as it is, whoever asks."""

import pgtrigger


def rule_book_stays_as_published() -> pgtrigger.Trigger:
    """Only its end is added, once, by the version that takes its place."""
    return pgtrigger.Trigger(
        name="rule_book_stays_as_published",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__status__in=["published", "superseded"]),
        declare=[("allowed", "programmes_rulebook%ROWTYPE")],
        func="""
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'rule book % is published and cannot be deleted', OLD.version
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            allowed := OLD;
            IF OLD.status = 'published' AND NEW.status = 'superseded' THEN
                allowed.status := NEW.status;
                allowed.valid_to := NEW.valid_to;
            END IF;
            IF NEW IS DISTINCT FROM allowed THEN
                RAISE EXCEPTION 'rule book % is published and cannot be changed', OLD.version
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def stays_as_published() -> pgtrigger.Trigger:
    """What belongs to a rule book is written while that is a draft. The lock makes publishing wait."""
    return pgtrigger.Trigger(
        name="stays_as_published",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("book", "programmes_rulebook%ROWTYPE")],
        func="""
            FOR book IN SELECT * FROM programmes_rulebook
                WHERE id IN (OLD.rule_book_id, NEW.rule_book_id) FOR SHARE
            LOOP
                IF book.status <> 'draft' THEN
                    RAISE EXCEPTION 'rule book % is published: what is in it cannot be changed', book.version
                            USING ERRCODE = 'integrity_constraint_violation';
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,
    )
