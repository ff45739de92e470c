"""The addresses of working days."""

from outreach.web.routes import Routes

routes = Routes("workdays")

routes.get("/ngay-nghi", "index")
routes.post("/ngay-nghi", "note")
routes.post("/ngay-nghi/<int:year>/co-dinh", "note_fixed")
routes.post("/ngay-nghi/<day>/bo", "forget")

routes.get("/gio-lam-viec", "hours")
routes.post("/gio-lam-viec", "set_hours")
