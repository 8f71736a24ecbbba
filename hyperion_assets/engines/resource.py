"""The engine as a Dagster resource."""

from typing import cast

from dagster_pyspark import LazyPySparkResource
from pydantic import PrivateAttr
from pyspark.sql import SparkSession

from hyperion_assets.engines.session import check_engine, limit_retries


class EngineResource(LazyPySparkResource):
    """Dagster's PySpark resource, over a session that does not wait for minutes for a server that is gone."""

    _opened = PrivateAttr(default=False)

    @property
    def spark_session(self) -> SparkSession:
        """The session with the engine, opened when it is first asked for. Raises ServiceError if nothing listens."""
        if not self._opened:
            check_engine(self.spark_config["spark.remote"])
            limit_retries(super().spark_session)
            self._opened = True
        return cast(SparkSession, super().spark_session)
