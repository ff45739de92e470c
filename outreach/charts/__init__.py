"""SVG pictures from numbers, drawn on the server: no script, no inline style, text that is real text.

Every colour and size stands as a presentation attribute (so a PDF or Word file shows the same picture)
and every group carries a class, by which static/css/charts.css recolours it on screen, light and dark.
"""

from outreach.charts.bars import rate_bar
from outreach.charts.events import event_chart, event_table
from outreach.charts.heat import HeatRow, heat_map
from outreach.charts.intervals import IntervalRows, interval_rows
from outreach.charts.marks import Dot, MonthPoint, Tick
from outreach.charts.months import month_chart
from outreach.charts.strips import dot_strip
from outreach.charts.tables import Table, month_table
from outreach.charts.trends import trend_chart
from outreach.charts.wall import WallRow, WallZone, wall_dots

__all__ = [
    "Dot",
    "HeatRow",
    "IntervalRows",
    "MonthPoint",
    "Table",
    "Tick",
    "WallRow",
    "WallZone",
    "dot_strip",
    "event_chart",
    "event_table",
    "heat_map",
    "interval_rows",
    "month_chart",
    "month_table",
    "rate_bar",
    "trend_chart",
    "wall_dots",
]
