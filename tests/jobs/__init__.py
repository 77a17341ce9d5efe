"""Tests of jobs over many pages, with the pages, archives and parsers that they use."""
