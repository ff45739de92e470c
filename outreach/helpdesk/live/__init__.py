"""Streams that wake open pages when a conversation changed: docs/decisions/0018.

A wake only says "look": what there is to see comes through the same pages as ever, with the same policy.
"""
