"""The addresses of catalogue."""

from outreach.web.routes import Routes

routes = Routes("catalogue")

routes.form("/thu-tuc-truc-tuyen/<int:procedure_id>/sua", "cards.edit")
routes.form("/thu-tuc-truc-tuyen/<int:procedure_id>/noi-dung/moi", "cards.fact_create")
routes.form("/thu-tuc-truc-tuyen/<int:procedure_id>/noi-dung/<int:fact_id>", "cards.fact_edit")
routes.post("/thu-tuc-truc-tuyen/<int:procedure_id>/noi-dung/<int:fact_id>/xoa", "cards.fact_delete")
routes.post("/thu-tuc-truc-tuyen/<int:procedure_id>/can-cu", "cards.basis_add")
routes.post("/thu-tuc-truc-tuyen/<int:procedure_id>/can-cu/<int:document_id>/xoa", "cards.basis_remove")

routes.get("/thu-tuc-truc-tuyen", "public.index")
routes.get("/thu-tuc-truc-tuyen/<int:procedure_id>", "public.show")
routes.get("/so-do-thu-tuc", "public.procedure_map", endpoint="map")
routes.get("/so-do-thu-tuc.svg", "public.map_svg")

routes.form("/thu-tuc-truc-tuyen/<int:procedure_id>/lam-lai", "redos.reasons")
routes.form("/thu-tuc-truc-tuyen/<int:procedure_id>/lam-lai/<int:reason_id>", "redos.reason_edit")
routes.post("/thu-tuc-truc-tuyen/<int:procedure_id>/lam-lai/<int:reason_id>/xoa", "redos.reason_delete")
routes.form("/ho-so/<int:dossier_id>/lam-lai", "redos.redo")
