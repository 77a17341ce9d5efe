"""Hostile pages: families of them, and the run that shows what the library does with each."""
