// Builds what the browser gets into static_built/ (git-ignored): one style sheet, the fonts, one sheet of icons.
// Run by `npm run build`. Needs only the packages of package-lock.json.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const dist = join(root, 'node_modules', 'dkfds', 'dist');
const out = join(root, 'static_built');

const dkfds = {
  findFileUrl(url) {
    return url.startsWith('dkfds/') ? new URL(pathToFileURL(join(dist, 'scss')) + '/' + url.slice(6)) : null;
  },
};

for (const folder of ['css', 'fonts', 'img/svg-icons']) mkdirSync(join(out, folder), { recursive: true });
const made = new Set(['css/portal.css', 'img/icons.svg']);

// Written beside and then renamed: a page asked for meanwhile gets the old file or the new one, never half of it.
function write(name, content) {
  const place = join(out, name);
  writeFileSync(`${place}.new`, content);
  renameSync(`${place}.new`, place);
  made.add(name);
}

const { css } = sass.compile(join(here, 'scss', 'portal.scss'), {
  importers: [dkfds],
  style: 'compressed',
  quietDeps: true,
  logger: sass.Logger.silent,
});
write('css/portal.css', css);

// The small pictures that the style sheet itself names.
for (const [, name] of css.matchAll(/svg-icons\/([a-z0-9-]+\.svg)/g)) {
  write(`img/svg-icons/${name}`, readFileSync(join(dist, 'img', 'svg-icons', name)));
}
for (const [, name] of css.matchAll(/\.\.\/fonts\/([A-Za-z0-9-]+\.woff2)/g)) {
  write(`fonts/${name}`, readFileSync(join(dist, 'fonts', 'IBMPlexSans', 'split', 'woff2', name)));
}

// One sheet with the icons that templates name ({% icon "home" %}); the list is portal/design/icons.txt.
const names = readFileSync(join(here, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean);
const known = new Set(readdirSync(join(dist, 'img', 'svg-icons')));
const symbols = names.map((name) => {
  if (!known.has(`${name}.svg`)) throw new Error(`portal/design/icons.txt names "${name}", which dkfds does not have.`);
  const svg = readFileSync(join(dist, 'img', 'svg-icons', `${name}.svg`), 'utf8');
  const box = svg.match(/viewBox="([^"]+)"/)?.[1] ?? '0 0 24 24';
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').trim();
  return `<symbol id="${name}" viewBox="${box}">${inner}</symbol>`;
});
write('img/icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);
for (const folder of ['css', 'fonts', 'img/svg-icons']) {
  for (const name of readdirSync(join(out, folder))) if (!made.has(`${folder}/${name}`)) rmSync(join(out, folder, name));
}
console.log(`static_built: css ${Math.round(css.length / 1024)} KiB, ${names.length} icons`);
