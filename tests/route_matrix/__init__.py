"""Who may do what: one row per method and endpoint, one letter per person asking; a file per feature.

Columns: anonymous · clerk of the business it belongs to · clerk of another business · helpdesk · officer ·
leader · administrator. `.` served (or the form comes back) · `s` sent to sign in · `x` forbidden ·
`0` does not exist for this person · `!` refused for its content.
A new route without a row fails `tests/test_routes.py`; change a row only together with the rule behind it.
"""

from importlib import import_module
from pkgutil import iter_modules

MATRIX: dict[str, str] = {"GET static": "......."}
for feature in iter_modules(__path__):
    rows: dict[str, str] = import_module(f"{__name__}.{feature.name}").ROWS
    if strays := {row for row in rows if row.split()[1].split(".")[0] != feature.name}:
        raise ValueError(f"rows of other features in {feature.name}: {strays}")
    MATRIX |= rows
