"""What must be delivered: written with the deed, sent by a job."""
