"""How a practice run moves: one pure function from a state and a deed to the next state.

Whatever is sent twice, late or out of order changes nothing; a mistake is kept until the next right deed,
and counts once however often it is sent again. What makes no sense leaves the state alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from outreach.practice.rules.files import ANSWER, FILES, FORM, SLOTS, SUPPLEMENTS, fault_of
from outreach.practice.rules.forms import fields_of, first_fault
from outreach.practice.rules.mistakes import MISTAKES
from outreach.practice.rules.ways import (
    DONE,
    PAID_AT_COUNTER,
    PAID_ONLINE,
    SIGNED_ON_PAPER,
    SIGNED_ONLINE,
    Way,
)

PERSON, ORGANISATION = "person", "organisation"
TOKEN, REMOTE = "token", "remote"
CERTIFICATES = ("business", "person", "expired")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class State:
    """Where a run stands and what was done in it; `mistake` is (kind, where) until it is put right."""

    step: str = "sign_in"
    account: str | None = None  # chosen, and waiting for the phone
    signed_in: bool = False
    chosen: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    filled: bool = False
    files: dict[str, str] = field(default_factory=dict)
    signing: str | None = None  # the means begun with
    token_in: bool = False
    signed: bool = False
    paying: str | None = None
    paid: bool = False
    code: str | None = None
    asked: bool = False  # for a supplement
    answered: bool = False
    collected: bool = False
    mistake: tuple[str, str] | None = None
    mistakes: int = 0

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "State":
        """The state as it was kept; what an older version kept beside is left out."""
        known = {one.name: kept[one.name] for one in fields(cls) if one.name in kept}
        if known.get("mistake"):
            known["mistake"] = tuple(known["mistake"])
        return cls(**known)

    def kept(self) -> dict[str, Any]:
        """The state as JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Deed:
    """What somebody did: its name, what was pressed or chosen, where; what was typed; a code to be given."""

    name: str
    what: str = ""
    slot: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


def apply(state: State, deed: Deed, way: Way) -> State:
    """The state after the deed; the same state when the deed is unknown, too early or too late."""
    if deed.name == "go":
        return _go(state, deed, way)
    place, act = DEEDS.get(deed.name, ("", None))
    if act is None or place not in open_steps(state, way):
        return state
    return act(state, deed, way)


def open_steps(state: State, way: Way) -> tuple[str, ...]:
    """The steps that can be opened now; after submission only what follows it."""
    if state.collected:
        return (DONE,)
    if state.code:
        after = (("code", True), ("supplement", state.asked), ("result", state.answered))
        return tuple(step for step, is_open in after if is_open)
    if not state.chosen:
        return ("sign_in", "choose") if state.signed_in else ("sign_in",)
    return way.steps[: way.steps.index("code")]


def done_steps(state: State, way: Way) -> tuple[str, ...]:
    """The steps whose work is done, for the marks beside them."""
    done = {
        "sign_in": state.signed_in, "choose": state.chosen, "fill": state.filled,
        "attach": all(slot in state.files for slot in SLOTS), "sign": state.signed, "pay": state.paid,
        "submit": bool(state.code), "code": state.asked, "supplement": state.answered,
        "result": state.collected,
    }  # fmt: skip
    return tuple(step for step in way.steps if done[step])


def missing(state: State, way: Way) -> tuple[str, ...]:
    """The steps that still keep the dossier from being submitted."""
    done = done_steps(state, way)
    return tuple(step for step in way.steps[: way.steps.index("submit")] if step not in done)


def _wrong(state: State, mistake: str, where: str = "", **changes: Any) -> State:
    step = "supplement" if where == ANSWER else MISTAKES[mistake].step
    changed = replace(state, step=step, **changes)
    if state.mistake == (mistake, where):
        return changed
    return replace(changed, mistake=(mistake, where), mistakes=state.mistakes + 1)


def _right(state: State, own: str, to: str, **changes: Any) -> State:
    changed = replace(state, **changes)
    if changed == state and state.step != own:
        return state  # sent again, from a page that was left
    return replace(changed, mistake=None, step=to)


def _go(state: State, deed: Deed, way: Way) -> State:
    if deed.what not in open_steps(state, way) or deed.what == state.step:
        return state
    return replace(state, step=deed.what, mistake=None)


def _account(state: State, deed: Deed, way: Way) -> State:
    if deed.what not in (PERSON, ORGANISATION) or state.signed_in:
        return state
    return _right(state, "sign_in", "sign_in", account=deed.what)


def _phone(state: State, deed: Deed, way: Way) -> State:
    if state.account is None or deed.what not in (YES, NO):
        return state
    if deed.what == NO:
        return _wrong(state, "declined", account=None)
    if state.account == PERSON:
        return _wrong(state, "personal_account", account=None)
    return _right(state, "sign_in", "choose", account=None, signed_in=True)


def _choose(state: State, deed: Deed, way: Way) -> State:
    if deed.what != str(way.procedure_id):
        return _wrong(state, "other_procedure") if deed.what and state.step == "choose" else state
    return _right(state, "choose", "fill", chosen=True)


def _fill(state: State, deed: Deed, way: Way) -> State:
    form = fields_of(way.field)
    typed = {one.key: one.kept(deed.typed.get(one.key, "")) for one in form}
    fault = first_fault(form, deed.typed)
    if fault:
        return _wrong(state, *fault, typed=typed, filled=False)
    return _right(state, "fill", "attach", typed=typed, filled=True)


def _attach(state: State, deed: Deed, way: Way) -> State:
    if deed.slot not in SLOTS or (deed.what and deed.what not in FILES):
        return state
    fault = fault_of(FILES.get(deed.what), deed.slot, way)
    if fault:
        return _wrong(state, fault, deed.slot)
    files = {**state.files, deed.slot: deed.what}
    # a signature belongs to the file it was put on
    resigned = deed.slot == FORM and files != state.files and way.signing == SIGNED_ONLINE
    return _right(state, "attach", "attach", files=files, signed=state.signed and not resigned)


def _remove(state: State, deed: Deed, way: Way) -> State:
    if deed.slot not in state.files:
        return state
    files = {slot: file for slot, file in state.files.items() if slot != deed.slot}
    resigned = deed.slot == FORM and way.signing == SIGNED_ONLINE
    return _right(state, "attach", "attach", files=files, signed=state.signed and not resigned)


def _means(state: State, deed: Deed, way: Way) -> State:
    if way.signing != SIGNED_ONLINE or deed.what not in (TOKEN, REMOTE) or state.signed:
        return state
    return _right(state, "sign", "sign", signing=deed.what, token_in=False)


def _plug(state: State, deed: Deed, way: Way) -> State:
    if state.signing != TOKEN or state.signed:
        return state
    return _right(state, "sign", "sign", token_in=True)


def _certificate(state: State, deed: Deed, way: Way) -> State:
    if state.signing != TOKEN or state.signed or deed.what not in CERTIFICATES:
        return state
    if not state.token_in:
        return _wrong(state, "token_missing")
    if deed.what != "business":
        return _wrong(state, f"{deed.what if deed.what == 'expired' else 'personal'}_certificate")
    return _signed(state, way)


def _remote(state: State, deed: Deed, way: Way) -> State:
    if state.signing != REMOTE or state.signed or deed.what not in (YES, NO):
        return state
    return _signed(state, way) if deed.what == YES else _wrong(state, "declined_remote", signing=None)


def _paper(state: State, deed: Deed, way: Way) -> State:
    return _signed(state, way) if way.signing == SIGNED_ON_PAPER else state


def _signed(state: State, way: Way) -> State:
    return _right(state, "sign", way.after("sign"), signed=True, signing=None, token_in=False)


def _pay(state: State, deed: Deed, way: Way) -> State:
    if way.paying != PAID_ONLINE or deed.what not in ("qr", "bank") or state.paid:
        return state
    return _right(state, "pay", "pay", paying=deed.what)


def _paid(state: State, deed: Deed, way: Way) -> State:
    if state.paying is None or deed.what not in (YES, NO):
        return state
    if deed.what == NO:
        return _wrong(state, "left_payment", paying=None)
    return _right(state, "pay", way.after("pay"), paid=True, paying=None)


def _counter(state: State, deed: Deed, way: Way) -> State:
    return _right(state, "pay", way.after("pay"), paid=True) if way.paying == PAID_AT_COUNTER else state


def _submit(state: State, deed: Deed, way: Way) -> State:
    if missing(state, way):
        return _wrong(state, "incomplete")
    if deed.what != YES:
        return _wrong(state, "not_declared")
    return _right(state, "submit", "code", code=deed.code)


def _wait(state: State, deed: Deed, way: Way) -> State:
    return _right(state, "code", "supplement", asked=True)


def _answer(state: State, deed: Deed, way: Way) -> State:
    if state.answered or (deed.what and deed.what not in SUPPLEMENTS):
        return state
    fault = fault_of(SUPPLEMENTS.get(deed.what), ANSWER, way)
    if fault:
        return _wrong(state, fault, ANSWER)
    return _right(state, "supplement", "result", answered=True)


def _collect(state: State, deed: Deed, way: Way) -> State:
    return _right(state, "result", DONE, collected=True)


_Act = Callable[[State, Deed, Way], State]
DEEDS: dict[str, tuple[str, _Act]] = {
    "account": ("sign_in", _account),
    "phone": ("sign_in", _phone),
    "choose": ("choose", _choose),
    "fill": ("fill", _fill),
    "attach": ("attach", _attach),
    "remove": ("attach", _remove),
    "means": ("sign", _means),
    "plug": ("sign", _plug),
    "certificate": ("sign", _certificate),
    "remote": ("sign", _remote),
    "paper": ("sign", _paper),
    "pay": ("pay", _pay),
    "paid": ("pay", _paid),
    "counter": ("pay", _counter),
    "submit": ("submit", _submit),
    "wait": ("code", _wait),
    "answer": ("supplement", _answer),
    "collect": ("result", _collect),
}
