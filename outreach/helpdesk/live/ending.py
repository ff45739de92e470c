"""Learning that the server is about to stop: open streams would hold it up.

Servers set their own handlers after they have loaded the application; the wake-up descriptor hears of a
signal beside whatever handler there is.
"""

import contextlib
import signal
import socket

_STOPS = frozenset({signal.SIGTERM, signal.SIGINT})
_ends: list[socket.socket] = []


def listen() -> None:
    """Hear of signals from now on; only a process's main thread can, elsewhere nothing happens."""
    heard, told = socket.socketpair()
    heard.setblocking(False)
    told.setblocking(False)
    try:
        signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    except ValueError:
        heard.close()
        told.close()
        return
    former, _ends[:] = list(_ends), [heard, told]
    for end in former:  # of an application made before
        end.close()


def ears() -> list[socket.socket]:
    """What to wait on for a signal."""
    return _ends[:1]


def is_near() -> bool:
    """Whether the process was told to stop since the last call."""
    with contextlib.suppress(BlockingIOError):
        return any(number in _STOPS for end in ears() for number in end.recv(64))
    return False
