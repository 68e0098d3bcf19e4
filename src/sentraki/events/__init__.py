"""Events of the office: who was invited, who booked, who came, and what they came for."""
