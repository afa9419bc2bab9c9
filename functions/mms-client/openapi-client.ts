import type OpenApiClient from '@alicloud/openapi-client';
import type * as openApiLibrary from './openapi-library.ts';

type Library = typeof openApiLibrary;

/** The parts of the library that we use. */
export type OpenApi = Readonly<{
  Client: typeof OpenApiClient;
  Config: Library['Config'];
  OpenApiRequest: Library['OpenApiRequest'];
  Params: Library['Params'];
  RuntimeOptions: Library['RuntimeOptions'];
}>;

/**
 * Loads the library when it is first needed. It is CommonJS with a default export: what `import`
 * gives for it is the class in one loader and an object around the class in another (esbuild's
 * bundle, vitest and Node differ).
 */
export async function loadOpenApi(): Promise<OpenApi> {
  const library = await import('./openapi-library.ts');
  const { Config, OpenApiRequest, Params, RuntimeOptions } = library;
  return { Client: classIn(library), Config, OpenApiRequest, Params, RuntimeOptions };
}

function classIn(library: Library): typeof OpenApiClient {
  let found: unknown = library;
  while (typeof found === 'object' && found !== null && 'default' in found) found = found.default;
  if (typeof found !== 'function')
    throw new TypeError('@alicloud/openapi-client has no default export that is a class');
  return found as typeof OpenApiClient;
}
