"""What changes notices: publishing, ending, objections, answers."""
