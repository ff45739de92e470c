"""The addresses of the desks."""

from outreach.web.routes import Routes

routes = Routes("desks")

routes.get("/doanh-nghiep/<int:business_id>", "business.business")

routes.get("/doanh-nghiep", "businesses.businesses")

routes.get("/doanh-nghiep/<int:business_id>/ban-giao", "handover.handover")

routes.get("/", "home.home")

routes.get("/bac-thang", "ladder.ladder")
routes.get("/doanh-nghiep/<int:business_id>/bac-thang", "ladder.business_ladder")

routes.get("/ban-ho-tro", "desk.desk")
routes.get("/ban-ho-tro/dong", "desk_live.desk_stream")
routes.form("/ban-ho-tro/ghi", "desk_more.desk_log")
routes.get("/ban-ho-tro/trinh-dien", "rehearsal.rehearsal")
routes.post("/ban-ho-tro/trinh-dien/dien-thoai", "rehearsal.rehearsal_phone")
routes.get("/ban-ho-tro/<conversation_key>", "desk.desk_conversation")
routes.get("/ban-ho-tro/<conversation_key>/da-biet", "desk.desk_known")
routes.post("/ban-ho-tro/<conversation_key>/ai-dang-xem", "desk_deeds.desk_looking")
routes.get("/ban-ho-tro/<conversation_key>/viec-khac", "desk.desk_more")
routes.form("/ban-ho-tro/<conversation_key>/tach", "desk_more.desk_split")
routes.form("/ban-ho-tro/<conversation_key>/chuyen-so", "desk_complaint.desk_complaint")
routes.post(
    "/ban-ho-tro/<conversation_key>/chuyen-so/<complaint_key>/thoi", "desk_complaint.desk_complaint_undo"
)
routes.post("/ban-ho-tro/<conversation_key>/nhan", "desk_deeds.desk_assign")
routes.post("/ban-ho-tro/<conversation_key>/dong", "desk_deeds.desk_close")
routes.post("/ban-ho-tro/<conversation_key>/mo-lai", "desk_deeds.desk_reopen")
routes.post("/ban-ho-tro/<conversation_key>/gac", "desk_deeds.desk_snooze")
routes.post("/ban-ho-tro/<conversation_key>/tro-lai", "desk_deeds.desk_wake")
routes.post("/ban-ho-tro/<conversation_key>/the", "desk_deeds.desk_label")
routes.post("/ban-ho-tro/<conversation_key>/the/<int:label_id>/bo", "desk_deeds.desk_unlabel")
routes.post("/ban-ho-tro/<conversation_key>/thu-tuc", "desk_deeds.desk_procedure")
routes.post("/ban-ho-tro/<conversation_key>/doanh-nghiep", "desk_deeds.desk_business")
routes.post("/ban-ho-tro/<conversation_key>/cho-xem", "desk_deeds.desk_release")
routes.post("/ban-ho-tro/<conversation_key>/gop", "desk_deeds.desk_merge")
routes.post("/ban-ho-tro/<conversation_key>/tach-lai", "desk_deeds.desk_undo_merge")
routes.post("/ban-ho-tro/<conversation_key>/hoi-don-vi", "desk_deeds.desk_hand_over")
routes.post(
    "/ban-ho-tro/<conversation_key>/hoi-don-vi/<int:handover_id>/tra-loi", "desk_deeds.desk_hand_back"
)
routes.post("/ban-ho-tro/<conversation_key>/hoi-don-vi/<int:handover_id>/thoi", "desk_deeds.desk_take_back")
routes.post("/ban-ho-tro/<conversation_key>/giay-to", "desk_deeds.desk_check")

routes.get("/lich", "calendar.calendar")
routes.get("/lich/va-cham", "calendar.clashes")

routes.get("/viec-can-lam", "todo.todo")
routes.get("/viec-can-lam/chi-tiet", "todo.todo_rows")

routes.get("/nhap-lieu/chat-luong", "quality.quality")

routes.get("/sw.js", "offline.service_worker")
routes.get("/manifest.webmanifest", "offline.manifest")
routes.get("/ngoai-tuyen", "offline.offline")

routes.get("/robots.txt", "public.robots")
routes.get("/sitemap.xml", "public.sitemap")
routes.get("/favicon.ico", "public.favicon")
routes.get("/healthz", "public.health")
routes.get("/khuon/<language>", "public.stencils")

routes.get("/toan-canh", "wall.wall")
routes.get("/toan-canh/ho-so", "wall.wall_dossiers")
