"""The method's constants, each with its reason. Changing one makes every stored entry stale."""

VERSION = "1"  # raise it when the method changes in a way that no constant shows

HORIZON_MONTHS = 12  # a year: one round of a business's yearly procedures
LEVEL = 0.95  # of every interval

LEAST_DOSSIERS = 30  # below it the jackknife's interval says nothing a count does not say better
LEAST_EFFECTIVE = 5.0  # (Σn)² ÷ Σn²: with fewer, one business carries the estimate (Hansen)
EVERYONE = 0.90  # of the active businesses within a month: nobody is left to compare with
CEILING = 0.95  # online before: no room left to measure

MATCH_MONTHS = 6  # the share that officers see when they choose whom to invite
# Classes: no dossier · 0 · up to 25 · up to 50 · up to 75 · below 100 · 100 % online.
MATCH_EDGES = (0.0, 0.25, 0.50, 0.75, 1.0)
LEAST_MATCHED_BUSINESSES = 3  # on the comparison side of a class
LEAST_MATCHED_DOSSIERS = 5

LEAD_MONTHS = (3, 6)  # look back: 0–3 and 3–6 months before the exposure
FAILS_BELOW = 0.05  # of the look-back's F test

TREND_LEAST_BEFORE = 12  # months: a year, so that its seasons are in the earlier trend
TREND_LEAST_AFTER = 6
TREND_LAG = 3  # months over which Newey–West lets errors move together

FALSE_DISCOVERIES = 0.10  # Benjamini–Hochberg, over a list of interventions
POWER = 0.80  # of the smallest change that would have been seen
RESHUFFLES = 999  # of an order drawn by lot; ± 1.4 points around 5 %
