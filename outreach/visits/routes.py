"""The addresses of visits."""

from outreach.web.routes import Routes

routes = Routes("visits")

routes.get("/di-tham", "days.index")
routes.form("/di-tham/moi", "days.create")
routes.get("/di-tham/rao-can", "barriers.barriers")
routes.get("/di-tham/rao-can/<barrier_code>", "barriers.barrier")
routes.get("/hoat-dong/<int:intervention_id>/lo-trinh", "days.of_intervention")

routes.get("/di-tham/<visit_id>", "days.show")
routes.form("/di-tham/<visit_id>/sua", "days.edit")
routes.form("/di-tham/<visit_id>/xoa", "days.delete")
routes.form("/di-tham/<visit_id>/them", "route.add")
routes.post("/di-tham/<visit_id>/<stop_id>/xep", "route.arrange")
routes.post("/di-tham/<visit_id>/<stop_id>/bo", "route.remove")
routes.form("/di-tham/<visit_id>/<stop_id>/doi-ngay", "route.move")

routes.get("/di-tham/<visit_id>/goi", "packs.packs")
routes.get("/di-tham/<visit_id>/goi.pdf", "packs.packs_pdf")
routes.get("/di-tham/<visit_id>/<stop_id>/goi", "packs.pack")

routes.form("/di-tham/<visit_id>/<stop_id>", "stops.stop")

routes.get("/cam-ket", "promises.promises")
routes.get("/cam-ket/<int:promise_id>", "promises.promise")
routes.post("/cam-ket/<int:promise_id>/xong", "promises.keep")
routes.post("/cam-ket/<int:promise_id>/khong-the", "promises.say_impossible")
routes.post("/cam-ket/<int:promise_id>/mo-lai", "promises.reopen")
routes.post("/cam-ket/<int:promise_id>/giao", "promises.hand_over")
routes.post("/cam-ket/<int:promise_id>/doi-han", "promises.change_due_day")
routes.get("/doanh-nghiep/<int:business_id>/cam-ket", "own.promises_to")
routes.form("/doanh-nghiep/<int:business_id>/cam-ket/moi", "own.create_promise")
