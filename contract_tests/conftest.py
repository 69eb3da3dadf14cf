"""Plugin for `pytest --pyargs contract_tests`."""

pytest_plugins = ["contract_tests.runner.plugin"]
