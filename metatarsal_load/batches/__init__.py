"""Many athletes at once: folders of run files to parquet, on one machine or a cluster."""
