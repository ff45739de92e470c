"""What changed after each intervention, estimated: numpy on business × month arrays, no web and no database.

Only the worker's process and the commands import this room: it costs what half the portal's pages cost.
"""
