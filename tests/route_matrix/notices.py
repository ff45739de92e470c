"""Who may do what in notices."""

ROWS = {
    "GET notices.index": "s..xxxx",
    "GET notices.leave_mail": ".......",
    "GET notices.mails": "sxx....",
    "GET notices.show": "s.0xxxx",
    "POST notices.leave_mail": ".......",
    "POST notices.send_again": "sxx..x.",
    "POST notices.take_as_sent": "sxx..x.",
}
