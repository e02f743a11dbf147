// Shortcuts for staff. a[data-key]: "g" and then the key leads there. "?" opens dialog[data-shortcuts], filled from the
// page's own links. Never in a field, never with Ctrl, Alt or Meta, and not at all once switched off in this browser.
'use strict';

const STORE = 'portal-keys';
const FIELDS = 'input, textarea, select, [contenteditable]';
const PATIENCE = 1500; // milliseconds between the two keys
const areOn = () => localStorage.getItem(STORE) !== 'off';

const panel = document.querySelector('dialog[data-shortcuts]');
const keyed = [...document.querySelectorAll('a[data-key]')];

function row(link) {
  const box = document.createElement('div');
  const keys = document.createElement('dt');
  for (const name of [panel.dataset.first, link.dataset.key]) {
    const key = document.createElement('kbd');
    key.textContent = name;
    keys.append(key, ' ');
  }
  const words = document.createElement('dd');
  const label = link.cloneNode(true);
  for (const extra of label.querySelectorAll('.count, svg')) extra.remove();
  words.textContent = label.textContent.trim();
  box.append(keys, words);
  return box;
}

function showPanel() {
  panel.querySelector('[data-shortcuts-list]').replaceChildren(...keyed.map(row));
  panel.showModal();
}

let armed = -PATIENCE;
document.addEventListener('keydown', (event) => {
  if (!areOn() || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(FIELDS) || document.querySelector('dialog[open]')) return;
  if (event.key === '?' && panel) { event.preventDefault(); showPanel(); return; }
  if (event.key === 'g') { armed = event.timeStamp; return; }
  if (event.key === 'Shift') return; // on its way to a sign such as "+"
  const link = event.timeStamp - armed <= PATIENCE && keyed.find((one) => one.dataset.key === event.key);
  armed = -PATIENCE;
  if (link) { event.preventDefault(); link.click(); }
});

// [data-keys-switch]: turns the shortcuts off and on; [data-keys-state] says how it stands.
const button = document.querySelector('[data-keys-switch]');
if (button) {
  const state = document.querySelector('[data-keys-state]');
  const show = () => {
    for (const one of [button, state]) one.textContent = areOn() ? one.dataset.wordsOn : one.dataset.wordsOff;
  };
  button.addEventListener('click', () => { localStorage.setItem(STORE, areOn() ? 'off' : 'on'); show(); });
  show();
}
