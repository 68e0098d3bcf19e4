"""What an event, a booking and a visit may be; decided on paper."""
