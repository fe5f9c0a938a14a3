"""Pages for residents: no sign-in, no cookie, no script. HTTP in, HTTP out."""
