#!/usr/bin/env node
import { version } from './version.ts';

const asked = process.argv.slice(2);

// The commonest question of scripts is answered before anything is loaded.
if (asked.length === 1 && (asked[0] === '--version' || asked[0] === '-V')) {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    console.error(`keyrack: The output could not be written (${code}).`);
    process.exitCode = 1;
  });
  process.stdout.write(`${version}\n`);
} else void import('./start.ts').then(({ start }) => start(process));
