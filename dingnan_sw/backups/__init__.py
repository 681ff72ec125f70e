"""Backups: the database and the stored files as of one moment in one sealed file, their restoration, and the drill that proves it."""
