"""The addresses of the desks."""

from outreach.web.routes import Routes

routes = Routes("desks")

routes.get("/doanh-nghiep/<int:business_id>", "business.business")

routes.get("/doanh-nghiep", "businesses.businesses")

routes.get("/doanh-nghiep/<int:business_id>/ban-giao", "handover.handover")

routes.get("/", "home.home")

routes.get("/bac-thang", "ladder.ladder")
routes.get("/doanh-nghiep/<int:business_id>/bac-thang", "ladder.business_ladder")

routes.get("/lich", "calendar.calendar")
routes.get("/lich/va-cham", "calendar.clashes")

routes.get("/viec-can-lam", "todo.todo")
routes.get("/viec-can-lam/chi-tiet", "todo.todo_rows")

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
