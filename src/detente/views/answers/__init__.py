"""Answers to the report's eight questions, each from one look at the result: figures, tables and sentences."""
