"""Processes that tests start, look at and kill."""

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

LONGEST_SECONDS = 180  # a process that starts beside much else reads every module for a minute
PAUSE_SECONDS = 0.005


def until(happens: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    """Look until it happens or the process has ended; between two looks the processor is the process's."""
    give_up = time.monotonic() + LONGEST_SECONDS
    while process.poll() is None and not happens():
        assert time.monotonic() < give_up
        with suppress(subprocess.TimeoutExpired):
            process.wait(PAUSE_SECONDS)
