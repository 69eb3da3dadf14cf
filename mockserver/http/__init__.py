"""HTTP: what stands between the socket and a handler. Each module is one layer or what a layer needs."""
