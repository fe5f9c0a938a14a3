"""Tables out and in: one column list for .xlsx and .csv, and uploads read row by row with their numbers."""

from common.xlsx.reading import Row, RowError, raise_row_errors, read_xlsx
from common.xlsx.writing import Column, shown, write_csv, write_xlsx

__all__ = ["Column", "Row", "RowError", "raise_row_errors", "read_xlsx", "shown", "write_csv", "write_xlsx"]
