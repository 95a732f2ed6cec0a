"""Rows that are written once. What happened stays as it happened; a change is a new row."""

from typing import Any, ClassVar, NoReturn

from django.db import models


class InsertOnlyError(TypeError):
    """Somebody tried to change or delete a row that is written once."""


class InsertOnlyRows(models.QuerySet[Any]):
    def refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise InsertOnlyError(f"{self.model.__name__} rows are written once; write a new one instead.")

    update = delete = bulk_update = update_or_create = refuse

    def overwrite(self, **values: object) -> int:
        """For the audited verbs `erase` and `forget` alone."""
        return super().update(**values)

    def forget(self) -> tuple[int, dict[str, int]]:
        """For the audited verb `forget` alone."""
        return super().delete()


class InsertOnly(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(InsertOnlyRows)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise InsertOnlyError(f"This {type(self).__name__} is written; write a new one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise InsertOnlyError(f"{type(self).__name__} rows are kept for good.")
