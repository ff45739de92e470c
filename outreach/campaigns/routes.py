"""The addresses of campaigns."""

from outreach.web.routes import Routes

routes = Routes("campaigns")

routes.get("/hoat-dong", "interventions.index")
routes.form("/hoat-dong/moi", "interventions.create")
routes.get("/hoat-dong/<int:intervention_id>", "interventions.show")
routes.form("/hoat-dong/<int:intervention_id>/sua", "interventions.edit")
routes.form("/hoat-dong/<int:intervention_id>/xoa", "interventions.delete")

routes.get("/hoat-dong/<int:intervention_id>/danh-sach", "listing.listed")
routes.post("/hoat-dong/<int:intervention_id>/danh-sach", "listing.draw")
routes.form("/hoat-dong/<int:intervention_id>/danh-sach/them", "listing.list_more")
routes.post("/hoat-dong/<int:intervention_id>/danh-sach/<int:business_id>/bo", "listing.unlist")
routes.post("/hoat-dong/<int:intervention_id>/danh-sach/bo-lan-them", "listing.unlist_batch")
routes.get("/hoat-dong/<int:intervention_id>/danh-sach.csv", "listing.listed_file")
routes.get("/hoat-dong/<int:intervention_id>/bien-ban-boc-tham", "listing.minutes")

routes.form("/hoat-dong/<int:intervention_id>/danh-sach/dan", "pasting.paste")
routes.form("/hoat-dong/<int:intervention_id>/danh-sach/tep", "pasting.upload")

routes.form("/hoat-dong/<int:intervention_id>/diem-danh", "roll.attendance")
routes.form("/hoat-dong/<int:intervention_id>/tiep-can", "roll.reached")
routes.post("/hoat-dong/<int:intervention_id>/danh-sach/<int:business_id>", "roll.tick")
routes.post("/hoat-dong/<int:intervention_id>/danh-sach/hoan-tac", "roll.undo")
