"""The addresses of sources of registers."""

from outreach.web.routes import Routes

routes = Routes("fetching")

routes.get("/nhap-lieu/nguon", "sources.index")
routes.form("/nhap-lieu/nguon/moi", "sources.create")
routes.get("/nhap-lieu/nguon/<int:source_id>", "sources.show")
routes.form("/nhap-lieu/nguon/<int:source_id>/sua", "sources.edit")
routes.post("/nhap-lieu/nguon/<int:source_id>/lay-ngay", "sources.ask")
routes.post("/nhap-lieu/nguon/<int:source_id>/tam-dung", "sources.pause")
routes.post("/nhap-lieu/nguon/<int:source_id>/tiep-tuc", "sources.resume")
routes.form("/nhap-lieu/nguon/<int:source_id>/xoa", "sources.delete")
