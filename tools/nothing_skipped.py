"""A pytest plugin: under CI=true a skipped test is a failed test, so that green means everything was run.

`make test` loads it. Elsewhere a skip stays a skip: a person may well be without Chromium or PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.reports import BaseReport


def refuse(report: BaseReport) -> None:
    """Turn a skip into a failure that names its reason; an expected failure is no skip."""
    if os.environ.get("CI") == "true" and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Under CI nothing may be skipped. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Each phase of each test."""
    report = yield
    refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Whole files: a skip at the top of a module."""
    report = yield
    refuse(report)
    return report
