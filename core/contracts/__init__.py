"""Data contracts and data products as documents: read from YAML, checked, counted and compared."""
