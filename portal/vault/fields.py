"""Model fields whose values are sealed in the database. Declare them like a TextField, read and write plain values.

A value is opened when it is first read, not when its row is loaded. The row's primary key is part of the seal, so the
key must be known before the first save (UUID keys are); a model with another lasting name for its rows says so in
`vault_row()`. A model may bind its values to more (its case) with `vault_context()`; neither may ever change.
"""

import json
import logging
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from portal.vault import CannotBeShown, failures
from portal.vault.keyring import bound, keyring

log = logging.getLogger("portal.vault")

ST = TypeVar("ST")
GT = TypeVar("GT")

if TYPE_CHECKING:
    from django.db.models import Field
else:

    class Field(models.Field):
        """Django's field, which takes its types only in the stubs."""

        def __class_getitem__(cls, types: Any) -> type:
            return cls


class Sealed:
    """Bytes as they stand in the database. Shows nothing of them."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)


def place_of(instance: models.Model, field: Field[Any, Any]) -> bytes:
    """The place a value is sealed for: table, column, row and context."""
    row = instance.vault_row() if hasattr(instance, "vault_row") else instance.pk
    if row is None:
        raise TypeError(f"{field} is bound to its row; give the row its key (or a vault_row) before saving.")
    context = instance.vault_context() if hasattr(instance, "vault_context") else ""
    return bound(field.model._meta.db_table, str(field.column), str(row), str(context))


class OpenedWhenRead(DeferredAttribute):
    """Keeps the sealed bytes in the instance until somebody reads the value."""

    field: "EncryptedField[Any, Any]"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(Field[ST, GT]):
    """What both sealed fields share; subclasses say how a value becomes bytes and back."""

    descriptor_class = OpenedWhenRead
    empty_strings_allowed = False

    def to_bytes(self, value: Any) -> bytes:
        """The plain value as bytes."""
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        """The plain value again."""
        raise NotImplementedError

    def opened(self, instance: models.Model, value: Sealed) -> Any:
        """The plain value, or CannotBeShown and a line in the log that names the place, never the content."""
        try:
            return self.from_bytes(keyring().open(value.raw, place_of(instance, self)))
        except CannotBeShown as error:
            log.error(
                "vault.cannot_be_shown table=%s column=%s row=%s reason=%s",
                *(self.model._meta.db_table, self.column, instance.pk, error),
            )
            failures.note(self.model._meta.db_table)
            raise

    def get_internal_type(self) -> str:
        """Stored as bytea."""
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        """Rows carry sealed bytes; nothing is opened on loading."""
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Seal what was read or set; bytes nobody opened go back exactly as they came."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(keyring().seal(self.to_bytes(value), place_of(model_instance, self)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Only sealed bytes reach the database; a plain value here came past save()."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(
                f"{self} is encrypted per row: set it on the instance and save; update() can only clear it."
            )
        return connection.Database.Binary(value.raw)

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing can be searched for in sealed bytes; only whether there are any."""
        if lookup_name != "isnull":
            self.refuse_search()
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Nothing can be computed from sealed bytes."""
        self.refuse_search()

    def refuse_search(self) -> NoReturn:
        """One sentence for whoever tried."""
        raise TypeError(f"{self} is encrypted: it can't be searched. Use a blind index beside it for exact look-ups.")

    def get_default(self) -> Any:
        """The declared default; else nothing for a nullable field and an empty text for others."""
        return super().get_default() if self.has_default() or self.null else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Never written into fixtures."""
        raise TypeError(f"{self} is encrypted and is not dumped.")


class EncryptedTextField(EncryptedField[str, str]):
    """A text about a person, sealed per row."""

    description = "Encrypted text"

    def to_bytes(self, value: Any) -> bytes:
        """UTF-8; lazy translations become text first."""
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> str:
        """Text again."""
        return plain.decode()


class EncryptedJSONField(EncryptedField[Any, Any]):
    """A structure about a person (answers by question), sealed per row. None is SQL NULL."""

    description = "Encrypted JSON"

    def to_bytes(self, value: Any) -> bytes:
        """Compact JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, plain: bytes) -> Any:
        """The structure again."""
        return json.loads(plain)
