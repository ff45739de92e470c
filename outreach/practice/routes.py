"""The addresses of practice."""

from outreach.web.routes import Routes

routes = Routes("practice")

routes.get("/thuc-hanh/phong", "rooms.find_room")
routes.form("/thuc-hanh/phong/vao/<room_code>", "rooms.join")
routes.form("/thuc-hanh/phong/mo", "rooms.open_room")
routes.get("/thuc-hanh/phong/<room_key>", "rooms.room")
routes.get("/thuc-hanh/phong/<room_key>/chieu", "rooms.projector")
routes.post("/thuc-hanh/phong/<room_key>/da-giup", "rooms.helped")
routes.post("/thuc-hanh/phong/<room_key>/dung-nguoi", "rooms.confirm")
routes.post("/thuc-hanh/phong/<room_key>/dong", "rooms.close_room")

routes.get("/thuc-hanh", "runs.index")
routes.post("/thuc-hanh", "runs.start")
routes.get("/thuc-hanh/<run_key>", "runs.run")
routes.post("/thuc-hanh/<run_key>", "runs.act")
routes.post("/thuc-hanh/<run_key>/giup", "runs.ask_for_help")
routes.post("/thuc-hanh/<run_key>/roi", "runs.leave")
routes.get("/thuc-hanh/<run_key>/ket-qua-mau", "runs.sample")
