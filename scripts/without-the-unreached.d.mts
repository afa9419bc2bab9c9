import type { Plugin } from 'esbuild';

export declare const withoutTheUnreached: Plugin;
