# The bot alone: no tools for development, no root, and nothing written outside the volumes and /tmp.
FROM python:3.11-slim AS build
# The bundled model needs no torch. For another one: docker build --build-arg EXTRAS=[models], which takes several GB,
# unless torch comes from a CPU-only index: --build-arg PIP_EXTRA_INDEX_URL=…
ARG EXTRAS=""
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/ministersvar
COPY constraints.txt ./
COPY pyproject.toml README.md LICENSE ./
COPY corpus corpus
COPY index index
COPY bot bot
RUN /opt/ministersvar/bin/python -m pip install --quiet --constraint constraints.txt ".${EXTRAS}"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/ministersvar --create-home ministersvar \
    && install --directory --owner=ministersvar --group=ministersvar \
       /var/lib/ministersvar/documents /var/lib/ministersvar/index \
       /var/lib/ministersvar/state /var/lib/ministersvar/cache
COPY --from=build /opt/ministersvar /opt/ministersvar
ENV PATH=/opt/ministersvar/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/var/lib/ministersvar/cache \
    MINISTERSVAR_DOCUMENTS=/var/lib/ministersvar/documents \
    MINISTERSVAR_INDEX=/var/lib/ministersvar/index \
    MINISTERSVAR_STATE=/var/lib/ministersvar/state
USER 10001
WORKDIR /var/lib/ministersvar
# One question is asked of the letter that ships: that unpacks the model, and shows that the image works.
RUN MINISTERSVAR_DOCUMENTS= MINISTERSVAR_INDEX=/tmp/index ministersvar ask "Er forskningscenteret finansieret?" \
    && rm -rf /tmp/index
VOLUME ["/var/lib/ministersvar/documents", "/var/lib/ministersvar/index", "/var/lib/ministersvar/state", "/var/lib/ministersvar/cache"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=300s CMD ["ministersvar", "status", "--running"]
ENTRYPOINT ["ministersvar"]
CMD ["bot"]
