"""The addresses of dossiers."""

from outreach.web.routes import Routes

routes = Routes("dossiers")

routes.get("/nhap-lieu", "imports.imports")
routes.form("/nhap-lieu/moi", "imports.import_upload")
routes.get("/nhap-lieu/<public_id>", "imports.import_show")
routes.post("/nhap-lieu/<public_id>/nhap", "imports.import_start")
routes.post("/nhap-lieu/<public_id>/bo", "imports.import_discard")
routes.post("/nhap-lieu/<public_id>/hoan-tac", "imports.import_undo")
routes.get("/nhap-lieu/<public_id>/tep", "imports.import_file")
routes.form("/nhap-lieu/<public_id>/cot", "columns.import_columns")
routes.get("/nhap-lieu/<public_id>/thay-doi", "previews.import_changes")
routes.post("/nhap-lieu/<public_id>/so-lai", "previews.import_compare")
routes.get("/nhap-lieu/<public_id>/khong-nhan", "previews.import_refused")
routes.post("/nhap-lieu/<public_id>/cot/quen", "columns.import_columns_forget")
routes.post("/nhap-lieu/<public_id>/gia-tri", "columns.import_values")
routes.post("/nhap-lieu/<public_id>/loai", "columns.import_kind")

routes.get("/nhap-lieu/tep-hang-thang", "expected.expected_files")
routes.form("/nhap-lieu/tep-hang-thang/moi", "expected.expected_create")
routes.form("/nhap-lieu/tep-hang-thang/<int:expected_id>/sua", "expected.expected_edit")
routes.form("/nhap-lieu/tep-hang-thang/<int:expected_id>/xoa", "expected.expected_delete")

routes.get("/nhap-lieu/doi-chieu", "matching.import_names")
routes.get("/nhap-lieu/doi-chieu/da-chon", "matching.import_names_decided")
routes.post("/nhap-lieu/doi-chieu/da-chon/<int:decision_id>/hoan-tac", "matching.import_name_undo")
routes.get("/nhap-lieu/doi-chieu/<int:name_id>", "matching.import_name")
routes.post("/nhap-lieu/doi-chieu/<int:name_id>/ghep", "matching.import_name_same")
routes.post("/nhap-lieu/doi-chieu/<int:name_id>/rieng", "matching.import_name_own")
routes.post("/nhap-lieu/doi-chieu/<int:name_id>/de-sau", "matching.import_name_later")

routes.get("/gian-doan", "outages.outages")
routes.form("/gian-doan/moi", "outages.outage_record")
routes.form("/gian-doan/<int:outage_id>/sua", "outages.outage_edit")
routes.post("/gian-doan/<int:outage_id>/het", "outages.outage_end")
routes.form("/gian-doan/<int:outage_id>/xoa", "outages.outage_delete")

routes.get("/thu-tuc", "procedures.procedures")
routes.form("/thu-tuc/moi", "procedures.procedure_create")
routes.form("/thu-tuc/<int:procedure_id>", "procedures.procedure_edit")
routes.post("/thu-tuc/<int:procedure_id>/muc-do", "procedures.procedure_level_add")
routes.post("/thu-tuc/<int:procedure_id>/muc-do/<int:level_id>/ket-thuc", "procedures.procedure_level_close")
routes.post("/thu-tuc/<int:procedure_id>/muc-do/<int:level_id>/xoa", "procedures.procedure_level_remove")

routes.get("/ho-so", "register.index")
routes.get("/ho-so/<int:dossier_id>", "register.show")
routes.post("/ho-so/<int:dossier_id>/cach-nop", "register.set_assistance")
