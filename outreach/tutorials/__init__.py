"""Step-by-step guides for filing online: written in versions, followed step by step, reported when wrong."""
