"""The control plane under `/_mock`: sessions and what tests do with them, without HTTP."""
