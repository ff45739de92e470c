"""Pages of notices and of outgoing e-mails."""
