import { isRefusal } from '@overstap/kernel';
import {
  EVENT_CATALOGUE,
  type Forecast,
  SHIPPED_TEMPLATES,
  simulate as runSimulation,
  type TemplateDefinition,
  templateFile,
} from '@overstap/mobility';
import { type Landing, landingOf } from '@overstap/statistics';
import { shippedText } from '../../program/template-files.js';
import { EXIT, type ExitCode, WrongUsage } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf, textOf } from '../text/files.js';
import { checked } from '../verbs/template.js';
import {
  requestOf,
  type SimulateOptions,
  type SimulationRequest,
  type WhatIfs,
  whatIfsOf,
} from './simulate-options.js';
import { comparisonOf, comparisonText } from './simulate-comparison.js';
import { forecastText } from './simulate-text.js';

/** What `--json` answers: the forecast, with the landing object in place of the single people. */
export interface Simulated extends Omit<Forecast, 'observations'> {
  readonly whatIfs: WhatIfs;
  readonly landing: Landing;
}

/** `overstap simulate`: lives through a cohort's time on a virtual clock. Starts nothing, and knows no real data. */
export async function simulate(name: string, options: SimulateOptions, around: Surroundings): Promise<ExitCode> {
  const request = requestOf(options);
  const whatIfs = whatIfsOf(options, request.people);
  if (options.compare && Object.keys(whatIfs).length === 0)
    throw new WrongUsage(
      '--compare',
      '--compare holds a run without against one with a change: write --coaches, --close or --intake-within beside it.',
    );
  const template = await templateOf(name, around);
  const forecast = await run(template, request, whatIfs, options, around);
  if (!options.compare) {
    await around.write(options.json ? `${JSON.stringify(forecast)}\n` : forecastText(forecast));
    return EXIT.done;
  }
  const asIs = await run(template, request, {}, options, around);
  const comparison = comparisonOf(asIs, forecast);
  await around.write(options.json ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
  return EXIT.done;
}

/** One that comes with the program, or the template of a file. */
async function templateOf(name: string, around: Surroundings): Promise<TemplateDefinition> {
  const shipped = SHIPPED_TEMPLATES.find((each) => each === name);
  if (shipped) return checked(templateFile(shipped), shippedText(templateFile(shipped)));
  if (!/\.ya?ml$/i.test(name) && name !== '-')
    throw new WrongUsage(
      'template',
      `${name} is no template of the program: write one of ${SHIPPED_TEMPLATES.join(', ')}, or the path of a .yaml file.`,
    );
  return checked(name, textOf(await bytesOf(name, around)));
}

async function run(
  template: TemplateDefinition,
  request: SimulationRequest,
  whatIfs: WhatIfs,
  options: SimulateOptions,
  around: Surroundings,
): Promise<Simulated> {
  const terms = { template, catalogue: EVENT_CATALOGUE, ...request, ...whatIfs };
  let month = request.start.slice(0, 7);
  const forecast = await runSimulation(terms, async (day) => {
    if (options.json && day.slice(0, 7) !== month) around.say(`Lived through until ${day}.`);
    month = day.slice(0, 7);
    // A run of seconds must hear that it is interrupted.
    await new Promise((resolve) => setImmediate(resolve));
  });
  if (isRefusal(forecast)) throw new WrongUsage('--intake-within', `--intake-within: ${forecast.message}`);
  const { observations, ...rest } = forecast;
  return {
    ...rest,
    whatIfs,
    landing: landingOf(observations, { horizons: horizonsIn(request.days) }),
  };
}

const horizonsIn = (days: number): readonly number[] => [91, 182, 273, 365, 548, 730].filter((day) => day <= days);
