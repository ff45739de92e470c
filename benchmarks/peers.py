"""What our own is timed beside, in an environment of its own: `build/bench-venv`, from the lock file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
MINUTES = 5


def ask(name: str, script: str, path: Path) -> dict[str, Any] | None:
    """What a script of this folder says of a file; None, and a line that says so, when it cannot be had."""
    environment = {
        **os.environ, "UV_PROJECT_ENVIRONMENT": "build/bench-venv", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    uv = [str(BIN / "uv"), "run", "--quiet", "--frozen", "--only-group", "bench", "--no-managed-python"]
    try:
        done = subprocess.run(
            [*uv, "--python", sys.executable, "python", "-W", "ignore", f"benchmarks/{script}", str(path)],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=MINUTES * 60, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as fault:
        said = (getattr(fault, "stderr", "") or str(fault)).strip().splitlines()[-1:]
        print(f"  {name} could not be had, so nothing is compared with it: {' '.join(said)}")
        return None
    return dict(json.loads(done.stdout))
