# Built once, run as api or worker: docker-compose.yml says which.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data /backups && chown node:node /data /backups
ENV OVERSTAP_DATA_DIR=/data
USER node
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=15", "--single-threaded-gc", "--no-allocation-site-pretenuring", "dist/apps/api/main.js"]
