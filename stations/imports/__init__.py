"""Stations and their staff out of the workbook that offices keep: read, told apart, tried, written all or nothing."""
