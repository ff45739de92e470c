"""The addresses of Zalo."""

from outreach.web.routes import Routes

WEBHOOK = "outreach.zalo.views.webhook.receive_event"

routes = Routes("zalo")

routes.post("/webhook/zalo", "webhook.receive_event")

routes.get("/zalo", "account.account")
routes.form("/zalo/ket-noi", "account.connect")
routes.form("/zalo/ket-noi/tra-ve", "account.come_back")
routes.post("/zalo/ngat-ket-noi", "account.disconnect")
routes.post("/zalo/su-kien/doc-lai", "account.hear_again")

routes.get("/zalo/nguoi", "people.people")
routes.post("/zalo/nguoi/<int:zalo_person_id>/doanh-nghiep", "people.match")
routes.post("/zalo/nguoi/<int:zalo_person_id>/xin-lien-he", "people.ask_contact")

routes.get("/zalo/tin-gui", "sendings.sendings")
routes.post("/zalo/tin-gui/<int:zalo_sending_id>/dong-y-phi", "sendings.confirm_cost")
routes.post("/zalo/tin-gui/<int:zalo_sending_id>/gui-lai", "sendings.send_again")
routes.post("/zalo/tin-gui/<int:zalo_sending_id>/da-den", "sendings.take_as_sent")
routes.post("/zalo/tin-gui/<int:zalo_sending_id>/thoi", "sendings.stop")

routes.form("/zalo/chep-vao", "pasting.paste_in")
routes.form("/zalo/chep-vao/<paste_key>", "pasting.paste")
routes.post("/zalo/chep-vao/<paste_key>/doc-lai", "paste_deeds.paste_again")
routes.post("/zalo/chep-vao/<paste_key>/bo", "paste_deeds.drop_paste")
routes.post("/zalo/chep-vao/<paste_key>/hoan-tac", "paste_deeds.undo_paste")
routes.post("/zalo/chep-vao/<paste_key>/cho-xem", "paste_deeds.release_paste")
routes.post("/zalo/chep-sang/<conversation_key>/<message_key>", "paste_deeds.copy_message")
