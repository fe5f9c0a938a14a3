"""Tools every room uses and none owns: steps, search, encrypted fields, files, documents, paging, panels, errors."""
