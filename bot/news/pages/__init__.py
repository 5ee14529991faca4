"""Article pages: their text, title, date and publisher, or the reason why they hold no article."""
