# The portal's image. Its RUN steps are commands of the Makefile; tests/deploy carries them out one by one.
FROM python:3.11-slim AS pages
WORKDIR /app
COPY . .
# the style sheet, fonts and icons, with Node from its wheel
RUN python3 -I portal/embedded/install.py run

FROM python:3.11-slim
WORKDIR /app
ENV PORTAL_VAR=/app/var PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY . .
RUN python3 -I portal/embedded/install.py base
COPY --from=pages /app/static_built static_built
RUN .venv/bin/python -m portal.management.catalogue compile
RUN .venv/bin/python manage.py collectstatic --noinput --verbosity 0
USER 1000:1000
EXPOSE 8000
CMD [".venv/bin/python", "-m", "granian", "--interface", "wsgi", "portal.wsgi:application", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--log-level", "warning", "--blocking-threads", "4", "--respawn-failed-workers"]
