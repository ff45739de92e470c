"""Who may do what about Zalo."""

ROWS = {
    "POST zalo.receive_event": "xxxxxxx",  # Zalo alone: whoever signs
}
