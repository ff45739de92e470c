"""The addresses of businesses."""

from outreach.web.routes import Routes

routes = Routes("businesses")

routes.form("/doanh-nghiep/moi", "businesses.create")
routes.form("/doanh-nghiep/<int:business_id>/sua", "businesses.edit")
routes.post("/doanh-nghiep/<int:business_id>/tai-khoan-to-chuc", "businesses.state_account")

routes.form("/nguoi-lien-he/<int:contact_id>/dong-y/<channel>", "consents.answer")
routes.post("/nguoi-lien-he/<int:contact_id>/rut-dong-y/<channel>", "consents.withdraw")

routes.get("/doanh-nghiep/<int:business_id>/nguoi-lien-he", "contacts.contacts")
routes.form("/doanh-nghiep/<int:business_id>/nguoi-lien-he/moi", "contacts.create_contact")
routes.get("/nguoi-lien-he/<int:contact_id>", "contacts.contact")
routes.form("/nguoi-lien-he/<int:contact_id>/sua", "contacts.edit_contact")
routes.post("/nguoi-lien-he/<int:contact_id>/nghi", "contacts.contact_left")
routes.post("/nguoi-lien-he/<int:contact_id>/tro-lai", "contacts.contact_back")
routes.get("/nguoi-lien-he/<int:contact_id>/du-lieu.json", "contacts.export_contact")
routes.form("/nguoi-lien-he/<int:contact_id>/xoa", "contacts.delete_contact")

routes.get("/du-lieu-ca-nhan", "persons.persons")
routes.get("/du-lieu-ca-nhan/<person_kind>/<person_key>/du-lieu.json", "persons.person_data")
routes.form("/du-lieu-ca-nhan/<person_kind>/<person_key>/xoa", "persons.person_erase")

routes.get("/khu", "zones.zones")
routes.form("/khu/moi", "zones.create_zone")
routes.form("/khu/<int:zone_id>/sua", "zones.edit_zone")
routes.form("/khu/<int:zone_id>/gop", "zones.merge_zone")
