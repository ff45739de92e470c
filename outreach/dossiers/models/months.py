"""A calendar month as the monthly counts keep it."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Dialect, Integer, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement, GenericFunction
from sqlalchemy.types import TypeEngine

YEAR = 12


class Month(TypeDecorator[date]):
    """The first day of a month in Python; for SQLite, which has no dates but texts, a number.

    The number is of months since the year 0: two bytes instead of ten, and compared in one step. Sums over
    the months of many businesses take two thirds of the time.
    """

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's dates are numbers already."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """Any day of the month stands for it."""
        if value is None:
            return None
        return value.year * YEAR + value.month - 1 if dialect.name == "sqlite" else value.replace(day=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Its first day."""
        if value is None or isinstance(value, date):
            return value
        year, before = divmod(value, YEAR)
        return date(year, before + 1, 1)


class counted_month(GenericFunction[date]):  # noqa: N801 - reads as the SQL function it is
    """The month of a day, as the monthly counts keep it."""

    type = Month()
    inherit_cache = True
    name = "counted_month"


@compiles(counted_month, "sqlite")
def _in_sqlite(element: FunctionElement[date], compiler: SQLCompiler, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    return f"(substr({day}, 1, 4) * {YEAR} + substr({day}, 6, 2) - 1)"


@compiles(counted_month, "postgresql")
def _in_postgresql(element: FunctionElement[date], compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(date_trunc('month', {compiler.process(element.clauses, **options)}) AS DATE)"
