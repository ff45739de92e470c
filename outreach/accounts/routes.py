"""The addresses of accounts."""

from outreach.web.routes import Routes

routes = Routes("accounts")

routes.form("/loi-moi/<token>", "invitations.accept")
routes.form("/quen-mat-khau", "invitations.forgotten")
routes.get("/quen-mat-khau/da-nhan", "invitations.asked")
routes.get("/nguoi-dung/xin-mat-khau", "invitations.password_requests")
routes.form("/nguoi-dung/xin-mat-khau/<int:request_id>", "invitations.answer_password_request")
routes.get("/nguoi-dung/lien-ket", "invitations.link")

routes.get("/nguoi-dung", "people.people")
routes.form("/nguoi-dung/moi-can-bo", "people.invite_staff")
routes.form("/nguoi-dung/moi-doanh-nghiep", "people.invite_business_person")
routes.get("/nguoi-dung/<int:user_id>", "people.person")
routes.post("/nguoi-dung/<int:user_id>/lien-ket", "people.create_link")
routes.post("/nguoi-dung/<int:user_id>/khoa", "people.disable")
routes.post("/nguoi-dung/<int:user_id>/mo-khoa", "people.enable")
routes.post("/nguoi-dung/<int:user_id>/vai-tro", "people.change_role")

routes.form("/tai-khoan", "profile.profile")
routes.form("/tai-khoan/mat-khau", "profile.change_password")
routes.post("/tai-khoan/phien/<int:session_id>/dang-xuat", "profile.end_session")
routes.post("/tai-khoan/phien/dang-xuat-noi-khac", "profile.end_other_sessions")

routes.form("/dang-nhap", "sign_in.sign_in")
routes.post("/dang-xuat", "sign_in.sign_out")
routes.post("/dang-nhap/vao-thu", "sign_in.enter_demo")
routes.post("/ngon-ngu", "sign_in.set_language")
