// Small improvements; every page works without them. Pages ask for them with data- attributes.
'use strict';

// data-takes-focus: the error summary, or a box that says what just happened.
const takesFocus = document.querySelector('[data-takes-focus]');
if (takesFocus) takesFocus.focus();

// A menu that is wider than the screen begins at the page one is on.
const here = document.querySelector('.site-nav > ul:not([hidden]) [aria-current]');
if (here) {
  const row = here.closest('ul');
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

// details[data-closes]: Escape, or a press beside it, closes it.
for (const box of document.querySelectorAll('details[data-closes]')) {
  document.addEventListener('click', (event) => { if (!box.contains(event.target)) box.open = false; });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && box.open) { box.open = false; box.firstElementChild.focus(); }
  });
}

// data-quick-exit: a plain link that also replaces this page in the history; Escape three times does the same.
const quickExit = document.querySelector('[data-quick-exit]');
if (quickExit) {
  let escapes = [];
  const leave = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(quickExit.href);
  };
  quickExit.addEventListener('click', leave);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') { escapes = []; return; }
    escapes = [...escapes.filter((at) => event.timeStamp - at < 3000), event.timeStamp];
    if (escapes.length === 3) leave(event);
  });
}

// data-print: a button that prints.
for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());

// data-copy="#id": a button that copies what stands in an element.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    if (button.dataset.copied) button.textContent = button.dataset.copied;
  });
}

// A form is sent once: a second press within ten seconds does nothing.
document.addEventListener('submit', (event) => {
  const form = event.target;
  const sentAt = Number(form.dataset.sentAt || 0);
  if (event.timeStamp - sentAt < 10000 && sentAt) { event.preventDefault(); return; }
  if (!event.defaultPrevented) form.dataset.sentAt = String(event.timeStamp);
});
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent-at]')) delete form.dataset.sentAt;
});

// data-submit-on-change: a filter form that needs no button when script runs.
for (const form of document.querySelectorAll('form[data-submit-on-change]')) {
  form.addEventListener('change', () => form.requestSubmit());
}

// Words such as "{minutes}" in a sentence.
const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// [data-countdown] data-seconds data-words-minutes data-words-minute data-words-seconds data-words-over:
// rewrites .countdown-words; says it aloud (in .countdown-said, aria-live) only at 5, 2 and 1 minutes, 30 seconds and the end.
const MILESTONES = [300, 120, 60, 30];
for (const box of document.querySelectorAll('[data-countdown]')) {
  const words = box.querySelector('.countdown-words');
  const said = box.querySelector('.countdown-said');
  const ends = performance.now() + Number(box.dataset.seconds) * 1000;
  let before = Number(box.dataset.seconds);
  const sentence = (left) => {
    if (left <= 0) return box.dataset.wordsOver;
    if (left > 90) return filled(box.dataset.wordsMinutes, { minutes: Math.ceil(left / 60) });
    return left > 60 ? filled(box.dataset.wordsMinute, {}) : filled(box.dataset.wordsSeconds, { seconds: left });
  };
  const tick = () => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    const shown = sentence(left > 60 ? left : Math.ceil(left / 10) * 10);
    if (words.textContent !== shown) words.textContent = shown;
    if (said && (left === 0 || MILESTONES.some((mark) => before > mark && left <= mark))) said.textContent = sentence(left);
    before = left;
    if (left > 0) setTimeout(tick, 1000);
    else if (box.dataset.wordsOver) box.classList.add('is-over');
  };
  tick();
}

// dialog[data-session]: two minutes before the sign-in ends; one press goes on.
const session = document.querySelector('dialog[data-session]');
if (session) {
  const form = session.querySelector('form');
  const words = session.querySelector('[data-session-words]');
  let ends = performance.now() + Number(session.dataset.seconds) * 1000;
  const watch = () => {
    const left = Math.round((ends - performance.now()) / 1000);
    if (left <= 0) { location.reload(); return; }
    if (left <= Number(session.dataset.warn)) {
      if (!session.open) session.showModal();
      const minutes = Math.ceil(left / 60);
      const shown = filled(minutes > 1 ? session.dataset.wordsMinutes : session.dataset.wordsMinute, { minutes });
      if (words.textContent !== shown) words.textContent = shown;
    }
    setTimeout(watch, 1000);
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    delete form.dataset.sentAt;
    ends = performance.now() + Number(session.dataset.full || session.dataset.seconds) * 1000;
    session.close();
  });
  watch();
}

// textarea[data-count] with maxlength: how many letters are left, said when few are.
for (const area of document.querySelectorAll('textarea[maxlength][data-count]')) {
  const line = document.createElement('span');
  line.className = 'form-hint';
  line.setAttribute('aria-live', 'polite');
  area.after(line);
  area.addEventListener('input', () => {
    const left = area.maxLength - area.value.length;
    line.textContent = left < area.maxLength / 5 ? filled(area.dataset.count, { left }) : '';
  });
}

// select[data-party]: only as many names are asked for as there are others in the party.
for (const size of document.querySelectorAll('select[data-party]')) {
  const fit = () => {
    for (const field of size.form.querySelectorAll('[name^="companion_"], [name="accepts_fewer"]')) {
      const number = Number(field.name.replace('companion_', '')) || 1;
      const group = field.closest('.form-group');
      if (group) group.hidden = number >= Number(size.value);
    }
  };
  size.addEventListener('change', fit);
  window.addEventListener('pageshow', fit);  // a page gone back to has its old choice by then
  fit();
}

// input[data-shows="name name"]: those questions are there once it is ticked; what is hidden is not sent.
for (const box of document.querySelectorAll('input[data-shows]')) {
  const fields = box.dataset.shows.split(' ').map((name) => box.form.elements[name]).filter(Boolean);
  const fit = () => {
    for (const field of fields) {
      field.disabled = !box.checked;
      const group = field.closest('.form-group');
      if (group) group.hidden = !box.checked;
    }
  };
  box.checked ||= fields.some((field) => field.value);  // who wrote it without the tick has asked
  box.addEventListener('change', fit);
  window.addEventListener('pageshow', fit);
  fit();
}
