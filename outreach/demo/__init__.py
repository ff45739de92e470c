"""A furnished, plainly fictional board: for trying the portal, for pictures, never for production."""
