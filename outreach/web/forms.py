"""The base of every form: tidy texts in; refusals of rules and of the database out, beside their fields."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError

from outreach.database import conflict_name, db
from outreach.refusals import Refused
from outreach.text import nfc
from outreach.web.field_words import FieldWords

T = TypeVar("T")


class Form(FlaskForm):
    """Base of every form: NFC in, rules' refusals and named constraints out as field errors.

    By itself it is a deed that needs only a yes.
    """

    # constraint name → (field, sentence)
    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {}

    class Meta(FlaskForm.Meta):
        """Every text field arrives as NFC without blanks at its ends; what WTForms says is in our words."""

        def get_translations(self, form: Any) -> FieldWords:
            return FieldWords()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a form sent; JSON is no form, and Flask-WTF would take any value of it for a text."""
            if request.is_json and not hasattr(formdata, "getlist"):
                return None
            return super().wrap_formdata(form, formdata)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if unbound_field.field_class.__name__ not in ("PasswordField", "FileField", "MultipleFileField"):
                filters.append(_tidy)
            return unbound_field.bind(form=form, filters=filters, **options)

    def carry_out(self, deed: Callable[..., T], **values: Any) -> T | None:
        """Run one action; a refusal or a named conflict becomes an error beside its field and None.

        The action's work is rolled back in that case, so that nothing half-done is committed. Where it is all
        that was written so far, that needs no savepoint.
        """
        try:
            with db.session.begin_nested() if db.session().in_transaction() else _all_or_nothing():
                done = deed(**values)
                db.session.flush()
            return done
        except Refused as refusal:
            self.refuse(str(refusal), refusal.field)
        except IntegrityError as error:
            field, message = self._conflict(error)
            self.refuse(str(message), field)
        return None

    def refuse(self, message: str, field: str | None = None) -> None:
        """Put a sentence beside a field, or above the form."""
        if field and field in self._fields:
            errors = self._fields[field].errors
            self._fields[field].errors = [*errors, message]
        else:
            self.form_errors.append(message)

    def _conflict(self, error: IntegrityError) -> tuple[str, Any]:
        name = conflict_name(error)
        if name is None or name not in self.conflicts:
            raise error
        return self.conflicts[name]


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.session.rollback()
        raise


def _tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # NUL and lone surrogates break one database or the other; no field of ours needs them.
    clean = value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    # Browsers send two characters for the end of a line; it counts, is searched and compared as one.
    return nfc(clean.replace("\r\n", "\n").replace("\r", "\n")).strip()
