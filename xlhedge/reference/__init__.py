"""The function reference: pages of the catalogue for people, and the search in it."""
