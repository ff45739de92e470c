"""`make bench`: every figure beside the floor it is measured against; exit 1 when one is over its limit."""

import sys

from benchmarks import chat, desk, effects, guides, lists, pages, registers, servers


def main() -> int:
    """Run all benches."""
    fine = [module.run() for module in (pages, lists, desk, servers, chat, guides, effects, registers)]
    print("all within their limits" if all(fine) else "some over their limits")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
