"""SentraKI: from a name to a seal anyone can check. Start at docs/house.md."""
