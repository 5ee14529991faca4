"""Pictures of messages for the documentation, drawn from the very bodies that are sent: `make pictures`."""
