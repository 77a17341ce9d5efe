"""Hypothesis profiles. Choose one with the environment variable HYPOTHESIS_PROFILE; without it, the quick one runs."""

import os
from typing import Final

from hypothesis import HealthCheck, Phase, settings

PROFILES: Final = {"quick": 30, "ci": 300, "explore": 1000}
"""Examples per property: few enough to run at every save; many; or many, and new ones each time, to look for trouble.

The first two take the same examples each time, so that what passed for one passes for all; `explore` is a command to be
run by hand, and what it finds becomes a case.
"""

for _name, _examples in PROFILES.items():
    settings.register_profile(
        _name,
        max_examples=_examples,
        deadline=None,
        print_blob=True,
        derandomize=_name != "explore",
        phases=[phase for phase in Phase if phase is not Phase.explain],  # it is slow and says little here
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
