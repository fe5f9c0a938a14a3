"""What comes into a meeting from outside: the text of a draft, a record kept in Excel."""
