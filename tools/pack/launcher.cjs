#!/usr/bin/env node
// The published program starts here, in words that a Node of years ago can read.
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error('keyrack needs Node 22.19 or newer; this is ' + process.version + '. Install one from https://nodejs.org');
  process.exit(1);
}
keepCompiledCode(require('node:module'), require('node:os'), require('node:path'));
holdSqliteWarningBack();
require('./main.cjs');

/** Compiled code is kept in the user's own cache folder: Node's default is a folder in /tmp that everybody can prepare. */
function keepCompiledCode(module, os, path) {
  const home = homeOf(os);
  if (home === undefined) return;
  const places = {
    darwin: path.join(home, 'Library', 'Caches'),
    win32: process.env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'),
  };
  const place = process.env.XDG_CACHE_HOME || places[process.platform] || path.join(home, '.cache');
  module.enableCompileCache(path.join(place, 'keyrack', 'compiled'));
}

/** A container may run us as a user that nobody wrote down; then there is no home. */
function homeOf(os) {
  try {
    return os.homedir();
  } catch {
    return undefined;
  }
}

/** Node 22 calls its SQLite experimental at each start; its interface is the one that later lines call stable. */
function holdSqliteWarningBack() {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning, ...rest) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).includes('SQLite')) return;
    emitWarning(warning, ...rest);
  };
}
