"""SVG pictures from numbers, drawn on the server: no script, no inline style, text that is real text.

Every colour and size stands as a presentation attribute (so a PDF or Word file shows the same picture)
and every group carries a class, by which static/css/charts.css recolours it on screen, light and dark.
"""

from outreach.charts.bars import rate_bar
from outreach.charts.marks import Dot, MonthPoint, Tick
from outreach.charts.months import month_chart
from outreach.charts.strips import dot_strip
from outreach.charts.tables import Table, month_table
from outreach.charts.wall import WallRow, WallZone, wall_dots

__all__ = [
    "Dot",
    "MonthPoint",
    "Table",
    "Tick",
    "WallRow",
    "WallZone",
    "dot_strip",
    "month_chart",
    "month_table",
    "rate_bar",
    "wall_dots",
]
