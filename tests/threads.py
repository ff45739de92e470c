"""What several people do at the same moment."""

import threading
from collections.abc import Callable


def at_once(*deeds: Callable[[], object]) -> None:
    """Each deed in a thread of its own; none begins before all are ready. A deed that fails is told."""
    ready = threading.Barrier(len(deeds))
    faults: list[BaseException] = []

    def do(deed: Callable[[], object]) -> None:
        ready.wait()
        try:
            deed()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
