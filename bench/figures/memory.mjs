import { readFile } from 'node:fs/promises';
import { clearInterval, setInterval } from 'node:timers';
import { CONNECTIONS, loadClient, startPart } from '../processes.mjs';
import { enrol, inProgram } from '../world.mjs';

/** More than an api keeps in memory, so that what it keeps is full before the soak begins. */
const PEOPLE = 5_000;
const BODY = { ref: 'Ziet weer kansen; wil eerst oud-collega’s spreken.', sharedWithParticipant: true };
const PARTS = ['api', 'worker'];
const MOST_MB = 250;
const MOST_MB_AN_HOUR = 1;
/** Shorter than this a slope is mostly the noise of the collector, and is not judged. */
const LEAST_SOAK_SECONDS = 1_800;
const SAMPLES = 240;
/** Five commands a second, more than half a million people a year bring about: a soak goes on, it does not push. */
const SOAKING = { connections: 1, restMs: 200 };

/**
 * P6: resident memory of an api and a worker, each a process of its own, PostgreSQL apart: the most while 32 connections post as fast as they are answered,
 * and how it grows over a soak of `soak` seconds, by the line through the second half of what was seen.
 */
export async function memory(ground, { seconds, soak }) {
  const trajectories = await inProgram(ground, (world) => enrol(world, PEOPLE));
  const paths = trajectories.map((id) => `/trajectories/${id}/record-session-note`);
  const opened = [];
  try {
    const processes = [];
    for (const part of PARTS) {
      const started = await startPart(ground, part);
      opened.push(started);
      processes.push({ part, pid: started.pid });
    }
    const { port, key } = opened[0];
    const load = async (pace, duration, everyMs) => {
      const headers = { authorization: `Bearer ${key}` };
      const client = loadClient({ ...pace, port, paths, seconds: duration, headers, body: BODY });
      try {
        return await whileWatched(processes, everyMs, client.measure);
      } finally {
        await client.stop();
      }
    };
    const loaded = await load({ connections: CONNECTIONS }, seconds * 4, 250);
    const soaked = await load(SOAKING, soak, Math.max(250, (soak * 1000) / SAMPLES));
    const isJudged = soak >= LEAST_SOAK_SECONDS;
    return PARTS.flatMap((part) => [
      {
        id: `P6-${part}`,
        name: `Most memory of the ${part} under load`,
        overstap: Math.max(...loaded[part].map(({ mb }) => mb)),
        unit: 'MB',
        peer: null,
        most: MOST_MB,
      },
      {
        id: `P6-${part}-soak`,
        name: `Memory of the ${part} at the end of a soak of ${soak} s`,
        overstap: mean(soaked[part].slice(-10)),
        unit: 'MB',
        peer: null,
        most: MOST_MB,
      },
      {
        id: `P6-${part}-slope`,
        name: `Growth of the ${part} in the second half of ${soak} s`,
        overstap: slope(soaked[part].slice(soaked[part].length / 2)),
        unit: 'MB/h',
        peer: null,
        ...(isJudged ? { most: MOST_MB_AN_HOUR } : {}),
      },
    ]);
  } finally {
    for (const each of opened.toReversed()) await each.stop();
  }
}

/** Resident memory by part, as often as that, while the work goes on. */
async function whileWatched(processes, everyMs, work) {
  const seen = Object.fromEntries(processes.map(({ part }) => [part, []]));
  const look = async () => {
    const at = performance.now();
    for (const { part, pid } of processes) seen[part].push({ at, mb: await residentMb(pid) });
  };
  const timer = setInterval(() => void look(), everyMs);
  try {
    await work();
    await look();
    return seen;
  } finally {
    clearInterval(timer);
  }
}

async function residentMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

const mean = (samples) => samples.reduce((sum, { mb }) => sum + mb, 0) / samples.length;

/** MB an hour of the line that lies nearest to the samples. */
function slope(samples) {
  const hours = samples.map(({ at }) => at / 3_600_000);
  const middle = hours.reduce((a, b) => a + b, 0) / hours.length;
  const level = mean(samples);
  const across = samples.reduce((sum, { mb }, nth) => sum + (hours[nth] - middle) * (mb - level), 0);
  return across / hours.reduce((sum, hour) => sum + (hour - middle) ** 2, 0);
}
