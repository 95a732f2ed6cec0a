"""The database itself refuses to change the slots of an exam that has started.

The triggers name two tables, and SQLite makes a table anew when a migration changes it. So they are dropped before
migrations run and created after them.
"""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from quizzes.models.offers import FROZEN

NAME, TABLE = "frozen_slots", "quizzes_quiz"
IS_FROZEN = "SELECT 1 FROM quizzes_quiz WHERE frozen IS NOT NULL AND id"
ROWS = {"INSERT": "(NEW.quiz_id)", "UPDATE": "(OLD.quiz_id, NEW.quiz_id)", "DELETE": "(OLD.quiz_id)"}
SQLITE = {
    f"{NAME}_{event.lower()}": f"""
    CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON quizzes_slot
    WHEN EXISTS ({IS_FROZEN} IN {rows})
    BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"""
    for event, rows in ROWS.items()
}
# The lock waits for a first start that is freezing the exam in another transaction.
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE quizzes bigint[];
BEGIN
  IF TG_OP <> 'INSERT' THEN quizzes := array_append(quizzes, OLD.quiz_id); END IF;
  IF TG_OP <> 'DELETE' THEN quizzes := array_append(quizzes, NEW.quiz_id); END IF;
  PERFORM 1 FROM quizzes_quiz WHERE id = ANY(quizzes) ORDER BY id FOR SHARE;
  IF EXISTS ({IS_FROZEN} = ANY(quizzes)) THEN
    RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE OR DELETE ON quizzes_slot FOR EACH ROW EXECUTE FUNCTION {NAME}()
"""


@receiver(pre_migrate)
def before_migrations(sender: Any, using: str, plan: Any, **options: Any) -> None:
    if sender.name == "quizzes" and plan:
        drop(using)


@receiver(post_migrate)
def after_migrations(sender: Any, using: str, **options: Any) -> None:
    """Unless migrations went back to before exams were frozen."""
    if sender.name == "quizzes" and can_be_frozen(using):
        drop(using)
        create(using)


def can_be_frozen(using: str) -> bool:
    database = connections[using]
    with database.cursor() as cursor:
        if TABLE not in database.introspection.table_names(cursor):
            return False
        columns = database.introspection.get_table_description(cursor, TABLE)
    return "frozen" in {column.name for column in columns}


def drop(using: str) -> None:
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON quizzes_slot")
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def create(using: str) -> None:
    with connections[using].cursor() as cursor:
        for statement in [POSTGRESQL] if connections[using].vendor == "postgresql" else SQLITE.values():
            cursor.execute(statement)
