"""Building blocks of official papers after GB/T 9704-2012: page, styles, red head, tables, page number, imprint.

The papers themselves are ordinary .docx templates that staff may replace; these blocks only make the
first version of them (`manage.py make_document_templates`) and set what depends on the length of a text.
"""
