"""Who may do what about Zalo."""

ROWS = {
    "GET zalo.account": "sxxxxx.",
    "GET zalo.come_back": "sxxxxx.",
    "GET zalo.connect": "sxxxxx.",
    "GET zalo.paste": "sxx..x.",
    "GET zalo.paste_in": "sxx..x.",
    "GET zalo.people": "sxx..x.",
    "GET zalo.sendings": "sxx..x.",
    "POST zalo.ask_contact": "sxx..x.",
    "POST zalo.come_back": "sxxxxx.",
    "POST zalo.confirm_cost": "sxx..x.",
    "POST zalo.connect": "sxxxxx.",
    "POST zalo.copy_message": "sxx..x.",
    "POST zalo.disconnect": "sxxxxx.",
    "POST zalo.drop_paste": "sxx..x.",
    "POST zalo.hear_again": "sxxxxx.",
    "POST zalo.match": "sxx..x.",
    "POST zalo.paste": "sxx..x.",
    "POST zalo.paste_again": "sxx..x.",
    "POST zalo.paste_in": "sxx..x.",
    "POST zalo.receive_event": "xxxxxxx",  # Zalo alone: whoever signs
    "POST zalo.release_paste": "sxx..x.",
    "POST zalo.send_again": "sxx..x.",
    "POST zalo.stop": "sxx..x.",
    "POST zalo.take_as_sent": "sxx..x.",
    "POST zalo.undo_paste": "sxx..x.",
}
