"""The addresses of receipts."""

from outreach.web.routes import Routes

routes = Routes("receipts")

routes.get("/bien-nhan/truoc-khi-nop", "checking.before")

routes.get("/bien-nhan/cho-xac-nhan", "counter.waiting")
routes.form("/bien-nhan/danh-sach", "counter.paste")
routes.post("/bien-nhan/danh-sach/<batch>/hoan-tac", "counter.undo_list")

routes.form("/bien-nhan", "entering.index")
routes.form("/bien-nhan/bao-tin", "news.news")

routes.get("/bien-nhan/<receipt_id>", "receipt.show")
routes.get("/bien-nhan/<receipt_id>/so-dien-thoai", "receipt.phone")
routes.post("/bien-nhan/<receipt_id>/da-thay", "receipt.mark_seen")
routes.post("/bien-nhan/<receipt_id>/nham-ma", "receipt.mark_mistyped")
routes.post("/bien-nhan/<receipt_id>/cho-lai", "receipt.reopen")
routes.post("/bien-nhan/<receipt_id>/doanh-nghiep", "receipt.attach")
