"""What could be decided on paper: the two flows and the arithmetic of places."""
