"""A plan names its mission as every act does, or is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import PLAN

from overflight.errors import SourceError
from overflight.missions import plan_bytes, read_plan


@pytest.mark.rule("ANN-9")
@pytest.mark.parametrize("key", ["OS-1", "2008-OS9001", "08-OS8001", ""])
def test_a_plan_under_no_mission_key_is_refused(key: str) -> None:
    """A key that no act could name would part the plan from its mission."""
    with pytest.raises(SourceError) as caught:
        read_plan(plan_bytes(replace(PLAN, mission=key)), where="plan.json")
    assert caught.value.where == "plan.json: mission"
