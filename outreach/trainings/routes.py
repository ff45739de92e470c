"""The addresses of trainings."""

from outreach.web.routes import Routes

routes = Routes("trainings")

routes.get("/dang-ky", "sessions.index")
routes.get("/dang-ky/moi-vao-buoi", "handed_over.choose_session")
routes.form("/hoat-dong/<int:intervention_id>/buoi", "sessions.create_session")
routes.get("/buoi/<session_key>", "sessions.show_session")
routes.form("/buoi/<session_key>/sua", "sessions.edit_session")
routes.form("/buoi/<session_key>/huy", "sessions.cancel_session")
routes.post("/buoi/<session_key>/mo-lai", "sessions.restore_session")
routes.form("/buoi/<session_key>/tai-lieu", "sessions.edit_materials")
routes.post("/buoi/<session_key>/tai-lieu/<int:material_id>/bo", "sessions.remove_material")

routes.form("/buoi/<session_key>/dang-ky", "registering.register")
routes.post("/buoi/<session_key>/huy-dang-ky", "registering.cancel_registration")
routes.form("/buoi/<session_key>/dang-ky-ho", "registering.register_for")
routes.post("/buoi/<session_key>/dang-ky-ho/<registration_key>/huy", "registering.cancel_for")

routes.get("/buoi/<session_key>/diem-danh", "checking_in.check_in")
routes.form("/buoi/<session_key>/diem-danh/them", "checking_in.add_person")
routes.post("/buoi/<session_key>/diem-danh/<int:participant_id>", "checking_in.tick")
routes.post("/buoi/<session_key>/diem-danh/<int:participant_id>/bo", "checking_in.remove_person")
routes.form("/buoi/<session_key>/nhap-nhanh", "entering.enter")
routes.form("/buoi/<session_key>/theo-doi", "following_up.follow_up")

routes.get("/buoi/<session_key>/danh-sach-ky", "papers.sign_sheet")
routes.get("/buoi/<session_key>/danh-sach-ky.pdf", "papers.sign_sheet_pdf")
routes.get("/buoi/<session_key>/chung-nhan.pdf", "papers.certificates_pdf")
routes.get("/buoi/<session_key>/chung-nhan", "certificates.certificates")
routes.post("/buoi/<session_key>/chung-nhan", "certificates.issue")
routes.get("/chung-nhan", "certificates.find_certificate")
routes.get("/chung-nhan/<certificate_code>", "certificates.verify")
routes.post("/chung-nhan/<certificate_code>/thu-hoi", "certificates.revoke")
routes.get("/chung-nhan/<certificate_code>/tep.pdf", "papers.certificate_pdf")

routes.get("/buoi/<session_key>/khao-sat", "surveys.survey")
routes.post("/buoi/<session_key>/khao-sat", "surveys.survey_slips")
routes.form("/khao-sat/<survey_key>", "surveys.answer_survey")

routes.get("/buoi/<session_key>/lich.ics", "calendars.session_file")
routes.form("/lich-rieng", "calendars.feeds")
routes.post("/lich-rieng/<int:feed_id>/bo", "calendars.revoke_feed")
routes.get("/lich-rieng/<feed_secret>.ics", "calendars.feed")

routes.get("/buoi/<session_key>/giay-moi", "invitations.invited")
routes.form("/buoi/<session_key>/moi", "invitations.invite")
routes.post("/buoi/<session_key>/giay-moi/<invitation_key>/rut", "invitations.withdraw_invitation")
routes.get("/buoi/<session_key>/giay-moi/zalo", "letters.zalo")
routes.post("/buoi/<session_key>/giay-moi/<invitation_key>/da-chep", "letters.mark_copied")
routes.get("/buoi/<session_key>/giay-moi.pdf", "letters.letters")
routes.post("/buoi/<session_key>/giay-moi/da-in", "letters.mark_printed")

routes.form("/moi/<invitation_key>", "invited.invitation")
routes.post("/moi/<invitation_key>/tu-choi", "invited.decline")
routes.get("/moi/<invitation_key>/lich.ics", "invited.invitation_calendar")
