"""Pages without sign-in: one's own speeches on a phone, what leaders said, who may listen. HTTP in, HTTP out."""
