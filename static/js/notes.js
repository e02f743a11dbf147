// The note after a talk: kept on the server while it is typed, in whichever window. Works without; this only keeps sooner.
'use strict';

const EVERY = 4000;
const form = document.querySelector('form[data-draft]');
if (form) {
  const box = form.elements[form.dataset.box || 'text'];
  const said = form.querySelector('[data-draft-said]');
  const clash = form.querySelector('[data-draft-clash]');
  const words = form.dataset;
  let waits = null, sending = false, changed = false, stopped = false, newer = null;

  const say = (sentence) => { if (said.textContent !== sentence) said.textContent = sentence; };
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

  const keep = async (leaving = false) => {
    if (!changed || stopped || (sending && !leaving)) return;
    changed = false; sending = true;
    if (!leaving) say(words.wordsKeeping);
    try {
      const answer = await fetch(words.draft, { method: 'POST', body: new FormData(form), keepalive: leaving, headers: { Accept: 'application/json' } });
      if (answer.redirected || answer.status === 403) { stopped = true; say(words.wordsLocked); return; }
      const told = await answer.json();
      if (answer.status === 409) { choose(told); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      form.elements.draft_seen.value = told.version;
      say(words.wordsKept.replace('{time}', clock()));
    } catch {
      changed = true;
      say(words.wordsLost);
      later();
    } finally { sending = false; }
  };
  const later = () => { clearTimeout(waits); waits = setTimeout(keep, EVERY); };

  // Another window kept something newer: show it, and let the person choose.
  const choose = (told) => {
    newer = told;
    stopped = true;
    say('');
    clash.querySelector('[data-draft-newer]').textContent = told.text;
    clash.hidden = false;
    clash.querySelector('button').focus();
  };
  const chosen = (text) => {
    if (text !== null) box.value = text;
    form.elements.draft_seen.value = newer.version;
    clash.hidden = true;
    stopped = false; changed = true;
    box.focus();
    keep();
  };
  clash.querySelector('[data-draft-take]').addEventListener('click', () => chosen(newer.text));
  clash.querySelector('[data-draft-keep]').addEventListener('click', () => chosen(null));

  form.addEventListener('input', () => { changed = true; if (!waits || !sending) later(); });
  form.addEventListener('change', () => { changed = true; later(); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(true); });
  window.addEventListener('pagehide', () => keep(true));
  form.addEventListener('submit', () => { stopped = true; clearTimeout(waits); });
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  // The same sentence again: where the cursor stood, as a number only.
  const place = `note:${words.draft}`;
  const remember = () => sessionStorage.setItem(place, String(box.selectionStart));
  box.addEventListener('keyup', remember);
  box.addEventListener('click', remember);
  const at = Number(sessionStorage.getItem(place));
  if (box.value && at && !document.querySelector('[data-takes-focus]')) {
    box.focus();
    box.setSelectionRange(at, at);
  }

  // A ready-made sentence goes where the cursor is.
  const insert = form.querySelector('[data-insert]');
  if (insert) {
    insert.addEventListener('click', (event) => {
      event.preventDefault();
      const chosenOne = form.querySelector(insert.dataset.insert).selectedOptions[0];
      const glue = box.selectionStart && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? ' ' : '';
      box.setRangeText(glue + chosenOne.dataset.text, box.selectionStart, box.selectionEnd, 'end');
      box.focus();
      changed = true;
      later();
    });
  }
}
