"""The addresses of Zalo."""

from outreach.web.routes import Routes

WEBHOOK = "outreach.zalo.views.webhook.receive_event"

routes = Routes("zalo")

routes.post("/webhook/zalo", "webhook.receive_event")
