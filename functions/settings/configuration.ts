import { keyVariable, type ConfiguredChannel } from '../channels/channel.ts';
import { channels as channelDefinitions } from '../channels/channels.ts';
import { ConfigurationError } from '../errors.ts';
import type { Target } from '../mms/target.ts';
import { choiceVariables, readChoices, secretsOfHeartbeat, type Choices } from './choices.ts';
import type { Endpoint } from './endpoint.ts';
import {
  readVariables,
  textOf,
  type Environment,
  type Remarks,
  type Variables,
} from './environment.ts';
import { reviewNames } from './misnamed-variables.ts';
import { placeVariables, readPlaces, type StateLocation } from './places.ts';
import type { Secret } from './secret.ts';
import { watchList } from './watch-list.ts';

/** With one channel at least. */
export type Configuration = Choices &
  Readonly<{
    targets: readonly Target[];
    mms: Endpoint;
    /** Of MMS; unknown where only endpoints are given. */
    region: string | undefined;
    state: StateLocation;
    channels: readonly ConfiguredChannel[];
    /** Each begins with the variable's name; none holds a secret. */
    warnings: readonly string[];
    secrets: readonly Secret[];
  }>;

const watchVariables = {
  MMS_WATCH: {
    required: 'yes',
    meaning:
      'what to watch, separated by commas or white space: 2000015 (every task of a data source), 2000015/jobs/87, 2000015/tasks/4032',
    schema: watchList,
  },
} satisfies Variables;

const definitions = Object.entries(channelDefinitions);

/** In the order of README, `s.yaml` and `.env.example`. */
export const variables = [
  watchVariables,
  placeVariables,
  ...definitions.map(([, { variables: own }]) => own),
  choiceVariables,
]
  .flatMap((part: Variables) => Object.entries(part))
  .map(([name, { required = 'no', fallback, otherwise = '' }]) => ({
    name,
    required,
    fallback: fallback ?? otherwise,
  }));

/**
 * `context.region` precedes `FC_REGION`.
 *
 * @throws ConfigurationError naming every problem at once
 */
export function parseConfiguration(
  environment: Environment,
  context: Readonly<{ region?: string | undefined }>,
): Configuration {
  const platformRegion = textOf(context, 'region') ?? textOf(environment, 'FC_REGION');
  const watched = readVariables(watchVariables, environment);
  const { mms, region, state, ...places } = readPlaces(environment, platformRegion);
  const channels = readChannels(environment);
  const chosen = readChoices(environment);
  const names = reviewNames(
    environment,
    variables.map(({ name }) => name),
  );
  const parts: readonly Remarks[] = [watched, places, channels, chosen, names];
  const problems = parts.flatMap((part) => part.problems);
  const { MMS_WATCH: targets } = watched.values;
  if (problems.length > 0 || targets === undefined || mms === undefined || state === undefined)
    throw new ConfigurationError(problems);

  const { choices } = chosen;
  return {
    ...choices,
    targets,
    mms,
    region,
    state,
    channels: channels.configured,
    warnings: parts.flatMap((part) => part.warnings),
    secrets: [
      ...channels.configured.flatMap(({ secrets }) => secrets),
      ...(choices.heartbeatUrl === undefined ? [] : secretsOfHeartbeat(choices.heartbeatUrl)),
    ],
  };
}

function readChannels(
  environment: Environment,
): Remarks & Readonly<{ configured: readonly ConfiguredChannel[] }> {
  const readings = definitions.map(([name, definition]) => ({
    ...definition,
    name,
    ...definition.read(environment),
  }));
  const keys = definitions.map(([, { variables: own }]) => keyVariable(own));
  const none = keys.every((key) => textOf(environment, key) === undefined);
  const [first = '', ...others] = keys;
  const noChannel = `${first}: neither this nor ${others.join(' nor ')} is set; expected one channel at least`;
  const problems = readings.flatMap((reading) => reading.problems);
  return {
    configured: readings.flatMap(({ name, title, listsEveryId, service }) =>
      service === undefined ? [] : [{ name, title, listsEveryId, ...service }],
    ),
    problems: none ? [...problems, noChannel] : problems,
    warnings: readings.flatMap(({ warnings }) => warnings),
  };
}
