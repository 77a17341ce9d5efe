"""The engines, each started once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.engines import ROOT, need, need_program


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on a cluster of two worker processes, each with one core."""
    sql = need("pyspark.sql")
    need_program("java")
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # the cluster's workers put their files where it is started
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = (
            sql.SparkSession.builder.master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.executorEnv.PYTHONPATH", str(ROOT / "tests"))  # for parsers that hang and crash
            .getOrCreate()
        )
        yield session
        session.stop()


@pytest.fixture(scope="session")
def ray_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Ray Data on this machine, with four of Ray's CPUs: where the actors hold all, there is none to read with."""
    ray = need("ray")
    data = need("ray.data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_memory_monitor_refresh_ms", "0")  # what others do on this machine kills no worker of ours
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        ray.init(num_cpus=4, include_dashboard=False, object_store_memory=200 << 20, logging_level="ERROR")
        data.DataContext.get_current().enable_progress_bars = False
        yield data
        ray.shutdown()


@pytest.fixture
def page_folder(tmp_path: Path) -> Path:
    """A folder with two pages and one that holds nothing."""
    (tmp_path / "buoys.html").write_bytes((ROOT / "fixtures/pages/model-page-wordpress/page.html").read_bytes())
    (tmp_path / "rain.html").write_text("<h1>Rain</h1><p>It rained on nineteen of the first twenty days of May.</p>")
    (tmp_path / "nothing.html").write_text(" ")
    return tmp_path
