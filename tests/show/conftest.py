"""Pages that several tests look at, made once."""

from __future__ import annotations

import pandas as pd
import pytest
from pages_made import all_extremes, full_log

from metatarsal_load.risk.assess import assess
from metatarsal_load.show.report import report
from metatarsal_load.show.squad import squad_report

Extremes = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="session")
def judged() -> Extremes:
    sessions, diary = all_extremes()
    return sessions, assess(sessions, diary=diary), diary


@pytest.fixture(scope="session")
def extremes(judged: Extremes) -> str:
    sessions, findings, diary = judged
    skipped = pd.DataFrame({"file": ["<i>.fit"], "member": [None], "reason": ["<u>odd</u>"]})
    return report(sessions, findings, diary=diary, skipped=skipped)


@pytest.fixture(scope="session")
def roster(judged: Extremes) -> str:
    sessions, findings, diary = judged
    return squad_report(sessions, findings, diary=diary, units="imperial")


@pytest.fixture(scope="session")
def full() -> str:
    """Make a page on which every part is there: two years, all columns, shoes, red flags."""
    sessions, shoes, diary = full_log(730)
    return report(sessions, shoes=shoes, diary=diary)
