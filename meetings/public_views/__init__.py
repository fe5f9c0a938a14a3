"""Pages without sign-in: a participant's own speeches on a phone, and what leaders said. HTTP in, HTTP out."""
