"""Files this room makes: tables and papers."""
