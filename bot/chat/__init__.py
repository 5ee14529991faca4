"""What any reply is made of, and how each platform shows it."""
