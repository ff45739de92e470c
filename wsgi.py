"""The WSGI entry point; `flask …` finds it by itself."""

from outreach import create_app

app = create_app()
