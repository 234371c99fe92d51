"""The door for other programs: reading bodies, members, posts and rolls, and handing in sheets as JSON."""
