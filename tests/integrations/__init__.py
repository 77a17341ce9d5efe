"""Tests of engines and frameworks, with the real ones: `python -m pytest -m integrations tests/integrations`."""
