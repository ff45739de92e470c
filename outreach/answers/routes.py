"""The addresses of saved replies and public answers."""

from outreach.web.routes import Routes

routes = Routes("answers")

routes.get("/hoi-dap", "public.questions")
routes.get("/hoi-dap/<answer_slug>", "public.question")
routes.post("/hoi-dap/<answer_slug>/giup-duoc", "public.vote")
routes.form("/hoi-dap/co-the", "choosing.likely")

routes.get("/hoi-dap/soan", "writing.answers")
routes.form("/hoi-dap/soan/moi", "writing.answer_create")
routes.get("/hoi-dap/soan/<int:answer_id>", "writing.answer")
routes.form("/hoi-dap/soan/<int:answer_id>/sua", "writing.answer_edit")
routes.post("/hoi-dap/soan/<int:answer_id>/bo-ten", "writing.remove_names")
routes.post("/hoi-dap/soan/<int:answer_id>/da-bo-ten", "writing.call_redacted")
routes.post("/hoi-dap/soan/<int:answer_id>/duyet", "flow.approve")
routes.post("/hoi-dap/soan/<int:answer_id>/dang", "flow.publish")
routes.post("/hoi-dap/soan/<int:answer_id>/ban-moi", "flow.into_version")
routes.post("/hoi-dap/soan/<int:answer_id>/lui", "flow.step_back")
routes.form("/hoi-dap/soan/<int:answer_id>/go", "flow.withdraw")
routes.post("/hoi-dap/soan/<int:answer_id>/lay-lai", "flow.restore")
routes.post("/hoi-dap/soan/<int:answer_id>/ra-soat", "flow.review")

routes.get("/tra-loi-mau", "replies.replies")
routes.form("/tra-loi-mau/moi", "replies.reply_create")
routes.form("/tra-loi-mau/<int:reply_id>", "replies.reply_edit")
routes.post("/tra-loi-mau/<int:reply_id>/thoi-dung", "replies.reply_retire")
routes.post("/tra-loi-mau/<int:reply_id>/dung-lai", "replies.reply_restore")
routes.post("/tra-loi-mau/<int:reply_id>/ban-truoc", "replies.reply_undo")
routes.post("/tra-loi-mau/<int:reply_id>/ra-soat", "replies.reply_review")
routes.get("/tra-loi-mau/chon", "choosing.choose_reply")
routes.form("/tra-loi-mau/buoc", "choosing.choose_step")
