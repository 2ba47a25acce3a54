"""Mechanisms: pure functions of numbers, each with its equation, units and source."""
