"""The addresses of leaflets."""

from outreach.web.routes import Routes

routes = Routes("leaflets")

routes.get("/to-roi", "batches.index")
routes.get("/hoat-dong/<int:intervention_id>/to-roi", "batches.of_intervention")
routes.form("/to-roi/moi", "designs.create")
routes.form("/to-roi/<leaflet_id>/sua", "designs.edit")
routes.post("/to-roi/<leaflet_id>/xem-truoc", "designs.preview")
routes.post("/to-roi/<leaflet_id>/xoa", "designs.delete")
routes.form("/to-roi/<leaflet_id>/dat-in", "batches.order")

routes.get("/to-roi/dot/<int:batch_id>", "batches.show")
routes.form("/to-roi/dot/<int:batch_id>/sua", "batches.change")
routes.form("/to-roi/dot/<int:batch_id>/xoa", "batches.delete_batch")
routes.get("/to-roi/dot/<int:batch_id>/a5.pdf", "printing.pdf_a5")
routes.get("/to-roi/dot/<int:batch_id>/a4.pdf", "printing.pdf_a4")

routes.form("/to-roi/dot/<int:batch_id>/phat", "handing.handouts")
routes.post("/to-roi/dot/<int:batch_id>/phat/<int:handout_id>/bo", "handing.undo_handout")

routes.get("/to-roi/dot/<int:batch_id>/luot-quet", "funnel.scans")
routes.get("/to-roi/dot/<int:batch_id>/doanh-nghiep", "funnel.reached")

routes.form("/to-roi/dot/<int:batch_id>/thu-hoi", "recall.recall")
routes.post("/to-roi/dot/<int:batch_id>/thu-hoi/bo", "recall.undo_recall")

routes.form("/to-roi/dot/<int:batch_id>/khong-thu-hoi", "recall.keep")
routes.post("/to-roi/dot/<int:batch_id>/khong-thu-hoi/bo", "recall.undo_keep")

routes.get("/t/<code>", "scanning.scan")
