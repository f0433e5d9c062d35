#!/usr/bin/env node
import('../../../dist/apps/cli/main.js').catch((error) => {
  const unbuilt = error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes('/dist/apps/cli/main.js');
  console.error(unbuilt ? 'Overstap is not built yet: run npm ci, or npm run build, in its folder.' : error);
  process.exitCode = 1;
});
