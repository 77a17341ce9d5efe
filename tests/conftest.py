"""Hypothesis profiles. Choose one with the environment variable HYPOTHESIS_PROFILE; without it, the quick one runs."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

PROFILES: Final = {"quick": 30, "ci": 1000}
"""Examples per property: few enough to run at every save, the same ones each time; or many, and new ones each time."""

for _name, _examples in PROFILES.items():
    settings.register_profile(
        _name,
        max_examples=_examples,
        deadline=None,
        print_blob=True,
        derandomize=_name != "ci",
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
