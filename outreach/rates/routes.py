"""The addresses of rates."""

from outreach.web.routes import Routes

routes = Routes("rates")

routes.get("/hoat-dong/<int:intervention_id>/truoc-sau", "before_after.before_after")

routes.get("/so-lieu", "figures.figures")

routes.get("/so-can-thiep", "ledger.ledger")

routes.get("/so-lieu/theo-thang", "months.months")

routes.get("/so-can-thiep/co-do-duoc-khong", "planned.planned")

routes.get("/nen-gap-ai", "reach_next.reach_next")
routes.get("/nen-gap-ai/lo-trinh", "reach_next.reach_route")
routes.form("/nen-gap-ai/lap-danh-sach", "reach_next.reach_plan")

routes.get("/so-lieu/tong-so", "reported.reported")
routes.form("/so-lieu/tong-so/moi", "reported.create_reported")
routes.form("/so-lieu/tong-so/<int:total_id>/sua", "reported.edit_reported")
routes.form("/so-lieu/tong-so/<int:total_id>/xoa", "reported.delete_reported")

routes.get("/so-lieu/bieu-tong-hop", "summaries.summaries")
routes.get("/so-lieu/bieu-tong-hop/<int:form_id>", "summaries.summary")
routes.form("/so-lieu/bieu-tong-hop/<int:form_id>/xoa", "summaries.delete_summary")
