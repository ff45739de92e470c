"""The worker beside a server on one machine: it ends when the server does."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # Linux: be told when the parent ends, however it ends


def main(server: int) -> None:
    """Run the worker until the server process `server` is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != server:
        return
    from outreach.jobs import work
    from wsgi import app

    work(app)


if __name__ == "__main__":
    main(int(sys.argv[1]))
