"""The addresses of documents."""

from outreach.web.routes import Routes

routes = Routes("documents")

routes.get("/van-ban", "index")
routes.get("/van-ban/<int:document_id>", "show")
routes.form("/van-ban/moi", "create")
routes.form("/van-ban/<int:document_id>/sua", "edit")
routes.post("/van-ban/<int:document_id>/thay-the", "replace")
routes.post("/van-ban/<int:document_id>/bo-thay-the", "undo_replacement")
routes.form("/van-ban/<int:document_id>/xoa", "delete")
