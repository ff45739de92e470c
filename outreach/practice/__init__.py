"""The practice room: a mock portal, plainly marked as one, that keeps nothing past a run."""
