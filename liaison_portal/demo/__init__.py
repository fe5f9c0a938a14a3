"""The demonstration world: its content as plain data, and the loader that walks it through the verbs."""
