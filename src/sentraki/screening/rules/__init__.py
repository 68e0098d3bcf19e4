"""Plain rules of the room: no Django, no clock, no files."""
