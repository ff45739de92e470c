"""The addresses of the helpdesk. Behind `?k=` a stranger's browser says the secret of its private link."""

from outreach.web.routes import Routes

routes = Routes("helpdesk")

routes.form("/tro-giup", "asking.index")

routes.get("/tro-giup/k/<conversation_key>/<secret>", "conversation.private")
routes.get("/tro-giup/<conversation_key>", "conversation.show")
routes.get("/tro-giup/<conversation_key>/tin-nhan", "conversation.messages")
routes.get("/tro-giup/<conversation_key>/dong", "streams.stream")
routes.post("/tro-giup/<conversation_key>/tin", "sending.send")
routes.post("/tro-giup/<conversation_key>/da-xem", "sending.mark")
routes.post("/tro-giup/<conversation_key>/tin/<message_key>/thu-hoi", "sending.take_back")
routes.post("/tro-giup/<conversation_key>/nhap", "sending.draft")
routes.post("/tro-giup/<conversation_key>/danh-gia", "rating.rate")

routes.post("/tro-giup/<conversation_key>/tep", "files.upload")
routes.get("/tro-giup/<conversation_key>/tep/<file_key>", "files.file")

routes.form("/ban-ho-tro/muc-tieu", "targets.targets")
routes.get("/ban-ho-tro/so-lieu", "figures.figures")
routes.get("/ban-ho-tro/so-lieu/cuoc-trao-doi", "figures.figure_rows")

routes.get("/khieu-nai", "complaints.complaints")
routes.get("/khieu-nai/<complaint_key>", "complaints.complaint")
routes.get("/khieu-nai/<complaint_key>/tep/<file_key>", "complaints.complaint_file")
routes.post("/khieu-nai/<complaint_key>/thu-ly", "complaints.complaint_take")
routes.post("/khieu-nai/<complaint_key>/han", "complaints.complaint_due")
routes.post("/khieu-nai/<complaint_key>/ket-qua", "complaints.complaint_end")
routes.form("/ban-ho-tro/luu-giu", "privacy.retention")
routes.get("/ban-ho-tro/luot-xem", "privacy.looks")
