"""The certainty receipt: a business enters the portal's code and sees when the board has seen the dossier."""
