"""Reads for the rates: figures, series by month, before and after, dossiers as dots."""

from outreach.rates.queries.figures import breakdown, figures

__all__ = ["breakdown", "figures"]
