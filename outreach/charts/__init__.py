"""SVG pictures from numbers, drawn on the server: no script, no inline style, text that is real text.

Every colour and size stands as a presentation attribute (so a PDF or Word file shows the same picture)
and every group carries a class, by which static/css/charts.css recolours it on screen, light and dark.
"""

from outreach.charts.bars import interval_bar, rate_bar, sparkline
from outreach.charts.marks import Dot, MonthPoint, Tick
from outreach.charts.months import month_chart
from outreach.charts.strips import dot_strip
from outreach.charts.tables import Table, dot_table, month_table
from outreach.charts.wall import WallRow, WallZone, wall_dots

__all__ = [
    "Dot",
    "MonthPoint",
    "Table",
    "Tick",
    "WallRow",
    "WallZone",
    "dot_strip",
    "dot_table",
    "interval_bar",
    "month_chart",
    "month_table",
    "rate_bar",
    "sparkline",
    "wall_dots",
]
