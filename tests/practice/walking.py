"""The right deeds of a practice run, for tests of all rooms."""

from typing import Any

from outreach.practice.rules import Deed, State, Way, fields_of, missing
from outreach.practice.rules.ways import PAID_AT_COUNTER, SIGNED_ON_PAPER

CODE = "THUC-HANH-TEST2"
WAY = Way(7, "2.001955", "Đăng ký nội quy lao động", "Lao động")


def right_deed(state: State, way: Way) -> Deed:  # noqa: C901 (one case per step)
    """What somebody who knows the way does next."""
    match state.step:
        case "sign_in" if not state.signed_in:
            return (
                Deed("phone", "yes") if state.account == "organisation" else Deed("account", "organisation")
            )
        case "choose" if not state.chosen:
            return Deed("choose", str(way.procedure_id))
        case "fill" if not state.filled:
            return Deed("fill", typed=good_form(way))
        case "attach" if "attach" in missing(state, way):
            slot = "form" if "form" not in state.files else "enclosure"
            return Deed("attach", f"{slot}-signed", slot)
        case "sign" if not state.signed:
            return _sign(state, way)
        case "pay" if not state.paid:
            if way.paying == PAID_AT_COUNTER:
                return Deed("counter")
            return Deed("paid", "yes") if state.paying else Deed("pay", "qr")
        case "submit":
            lacking = missing(state, way)
            return Deed("go", lacking[0]) if lacking else Deed("submit", "yes", code=CODE)
        case "code" if not state.asked:
            return Deed("wait")
        case "supplement" if not state.answered:
            return Deed("answer", "full")
        case "result":
            return Deed("collect")
    return Deed("go", way.after(state.step))


def good_form(way: Way) -> dict[str, str]:
    """The practice form filled in as the sheet of sample data says."""
    return {one.key: one.options[0][0] if one.options else str(one.sample) for one in fields_of(way.field)}


def as_form(deed: Deed) -> dict[str, Any]:
    """A deed as a browser sends it."""
    return {"deed": deed.name, "what": deed.what, "slot": deed.slot, **deed.typed}


def _sign(state: State, way: Way) -> Deed:
    if way.signing == SIGNED_ON_PAPER:
        return Deed("paper")
    if state.signing == "remote":
        return Deed("remote", "yes")
    if state.signing == "token":
        return Deed("certificate", "business") if state.token_in else Deed("plug")
    return Deed("means", "token")
