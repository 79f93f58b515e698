"""What OpenStreetMap says lay underfoot: the user's own extract, read offline."""
