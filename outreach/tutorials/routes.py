"""The addresses of tutorials."""

from outreach.web.routes import Routes

routes = Routes("tutorials")

routes.get("/soan", "authoring.authoring_index")
routes.form("/soan/moi", "authoring.create")
routes.get("/soan/<int:tutorial_id>/<int:number>", "authoring.editor")
routes.get("/soan/<int:tutorial_id>/<int:number>/doc", "authoring.read_draft")
routes.post("/soan/<int:tutorial_id>/ban-moi", "authoring.new_version")

routes.form("/soan/<int:tutorial_id>/<int:number>/cau-hoi", "checking.edit_questions")

routes.form("/soan/<int:tutorial_id>/<int:number>/thong-tin", "facts.edit_facts")

routes.get("/huong-dan/anh/<picture_id>", "pictures.picture")
routes.form("/soan/<int:tutorial_id>/anh", "pictures.tutorial_pictures")

routes.get("/huong-dan/<slug>/in", "printing.sheet")
routes.get("/huong-dan/<slug>/in.pdf", "printing.pdf")

routes.post("/huong-dan/<slug>/hoan-thanh", "progress.finish")
routes.get("/huong-dan/<slug>/kiem-tra", "progress.check")
routes.get("/huong-dan/da-hoc", "progress.learned")

routes.form("/soan/<int:tutorial_id>/<int:number>/ra-soat", "publishing.review")
routes.form("/soan/<int:tutorial_id>/<int:number>/cong-bo", "publishing.publish")
routes.form("/soan/<int:tutorial_id>/<int:number>/go", "publishing.withdraw")

routes.get("/huong-dan", "reading.index")
routes.get("/huong-dan/<slug>", "reading.show")
routes.get("/huong-dan/<slug>/<step_key>", "reading.step")

routes.form("/huong-dan/<slug>/<step_key>/ket", "reports.stuck")
routes.get("/hoi/<question_id>/<secret>", "reports.question")
routes.get("/hoi/<question_id>", "reports.own_question")
routes.get("/huong-dan/can-tra-loi", "reports.reports")
routes.form("/huong-dan/can-tra-loi/<int:report_id>", "reports.report")
routes.get("/huong-dan/can-tra-loi/<int:report_id>/so-dien-thoai", "reports.report_phone")
routes.post("/huong-dan/can-tra-loi/<int:report_id>/dong", "reports.close_report")
routes.post("/huong-dan/can-tra-loi/<int:report_id>/gan", "reports.attach_report")

routes.get("/huong-dan/<slug>/so-lieu", "statistics.statistics")

routes.form("/soan/<int:tutorial_id>/<int:number>/buoc/<step_key>", "steps.edit_step")
routes.form("/soan/<int:tutorial_id>/<int:number>/them-buoc", "steps.add_step")
routes.post("/soan/<int:tutorial_id>/<int:number>/buoc/<step_key>/sap-xep", "steps.arrange")
routes.post("/soan/<int:tutorial_id>/<int:number>/buoc/<step_key>/khoi-phuc", "steps.restore_step")
routes.post("/soan/xem-truoc", "steps.preview")

routes.post("/huong-dan/<slug>/bat-dau", "ticking.begin")
routes.post("/huong-dan/<slug>/<step_key>/danh-dau", "ticking.tick")
