"""What the data at hand could have revealed; for a campaign still planned see `rates.rules.power`."""

from outreach.rates.effects import constants
from outreach.rates.effects.quantiles import t_point, t_quantile


def smallest_change(error: float, degrees: float) -> float | None:
    """The change these data would have shown four times in five, as a share: (t(97.5 %) + t(80 %)) · `error`.

    None when `degrees` of freedom are not above 0, or the error is not a number: nothing can be said then.
    """
    if not (degrees > 0 and error >= 0):
        return None
    return (t_quantile(degrees) + t_point(degrees, constants.POWER)) * error
