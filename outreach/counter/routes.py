"""The addresses of the counter."""

from outreach.web.routes import Routes

routes = Routes("counter")

routes.get("/ho-tro-tai-quay", "recording.index")
routes.form("/ho-tro-tai-quay/doanh-nghiep/<int:business_id>", "recording.record")
routes.post("/ho-tro-tai-quay/<int:help_id>/hoan-tac", "recording.undo")

routes.form("/ho-tro-tai-quay/<int:help_id>", "completing.complete")
routes.post("/ho-tro-tai-quay/<int:help_id>/khong-co-ho-so", "completing.without_dossier")

routes.get("/ho-tro-tai-quay/danh-sach", "listing.helps")
routes.get("/ho-tro-tai-quay/tong-hop", "listing.months")
