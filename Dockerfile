# Both commands:
#   docker build -t langgraph-contract .
#   docker run --rm -p 2024:2024 langgraph-contract
#   docker run --rm --network host langgraph-contract langgraph-check http://127.0.0.1:8000
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/langgraph-contract \
 && /opt/langgraph-contract/bin/python -m pip install --no-cache-dir --disable-pip-version-check .

FROM python:3.12-slim
COPY --from=build /opt/langgraph-contract /opt/langgraph-contract
ENV PATH=/opt/langgraph-contract/bin:$PATH PYTHONUNBUFFERED=1
# Nobody in particular. Reports are written into the working directory: mount one.
USER 65532:65532
WORKDIR /tmp
EXPOSE 2024
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:2024/ok', timeout=2)"]
CMD ["langgraph-mock", "--host", "0.0.0.0"]
