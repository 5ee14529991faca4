# Two stages, so that the image that runs holds neither pip's cache nor a compiler.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY cogs ./cogs
COPY db ./db
RUN /venv/bin/pip install --no-cache-dir "hatchling==1.33.0" editables \
    && /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home sealane
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 SEALANE_DATABASE=/data/sealane.db
WORKDIR /data
USER sealane
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["sealane", "db", "current"]
CMD ["sealane", "run"]
