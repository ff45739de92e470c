"""diff-diff's imputation estimator on dossiers from a file; run as a script in an environment of its own.

Takes the path of an `.npz` with `unit`, `time`, `first` (0: never) and `y`; prints one line of JSON.
"""

import json
import resource
import sys
import time
from importlib.metadata import version

import numpy as np
import pandas as pd
from diff_diff import ImputationDiD


def main(path: str) -> None:
    """Fit once, and say how long that took."""
    frame = pd.DataFrame(dict(np.load(path)))
    begun = time.process_time()
    found = ImputationDiD(cluster="unit").fit(
        frame, outcome="y", unit="unit", time="time", first_treat="first"
    )
    spent = time.process_time() - begun
    print(
        json.dumps(
            {
                "version": version("diff-diff"),
                "effect": float(found.overall_att),
                "error": float(found.overall_se),
                "seconds": spent,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
