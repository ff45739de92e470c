"""Who may do what about Zalo."""

ROWS = {
    "GET zalo.account": "sxxxxx.",
    "GET zalo.come_back": "sxxxxx.",
    "GET zalo.connect": "sxxxxx.",
    "GET zalo.people": "sxx..x.",
    "GET zalo.sendings": "sxx..x.",
    "POST zalo.ask_contact": "sxx..x.",
    "POST zalo.come_back": "sxxxxx.",
    "POST zalo.confirm_cost": "sxx..x.",
    "POST zalo.connect": "sxxxxx.",
    "POST zalo.disconnect": "sxxxxx.",
    "POST zalo.hear_again": "sxxxxx.",
    "POST zalo.match": "sxx..x.",
    "POST zalo.receive_event": "xxxxxxx",  # Zalo alone: whoever signs
    "POST zalo.send_again": "sxx..x.",
    "POST zalo.stop": "sxx..x.",
    "POST zalo.take_as_sent": "sxx..x.",
}
