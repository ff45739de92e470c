"""The addresses of notices, and of the e-mails that go out."""

from outreach.web.routes import Routes

LEAVE = "outreach.notices.views.leaving.leave_mail"

routes = Routes("notices")

routes.get("/thong-bao", "notices.index")
routes.get("/thong-bao/<int:notice_id>", "notices.show")

routes.get("/thu-da-gui", "mails.mails")
routes.post("/thu-da-gui/<int:message_id>/gui-lai", "mails.send_again")
routes.post("/thu-da-gui/<int:message_id>/da-den", "mails.take_as_sent")

routes.form("/thoi-nhan-thu/<leave_key>", "leaving.leave_mail")
