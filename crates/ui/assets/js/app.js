// Drafts, the cover screen and keys. Each of them can be done without this file: by a button, a link or a page.

const PAUSE = 2000; // after the last keystroke, before a draft is saved
const QUIET = 60000; // between two sentences about saving
const RETRY = 30000; // after a failure
const TRIPLE = 2000; // for three times Shift, and for the second of two letters
const PATIENCE = 800; // for a draft, before the cover screen comes anyway

const body = document.body;

// Drafts

const drafts = [...document.querySelectorAll('form[data-draft]')].map(watch);

function watch(form) {
  const status = form.querySelector('[data-draft-status]') ?? document.querySelector('[data-draft-status]');
  let timer = 0;
  let version = 0; // of what is typed
  let saved = 0; // the last version the server has
  let parting = 0; // the last version that was sent to outlive the page
  let sent = false;
  let failed = false;
  let saidAt = 0;

  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    sent = !event.defaultPrevented;
  });
  // A page that comes back from the browser's memory was sent before, and can be typed in again.
  addEventListener('pageshow', (event) => {
    if (event.persisted) sent = false;
  });
  addEventListener('pagehide', () => save(true));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save(true);
  });

  function changed(event) {
    if (event.target.type === 'password' || event.target.type === 'file') return;
    version += 1;
    later(PAUSE);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save(leaving) {
    clearTimeout(timer);
    if (sent || version === saved || version === parting) return;
    const saving = version;
    if (leaving === true) parting = saving;
    try {
      const answer = await post(content(form), leaving === true);
      saved = Math.max(saved, saving);
      say(answer || `Draft saved at ${time()}`, failed);
      failed = false;
    } catch (error) {
      parting = 0;
      const signedOut = error.status === 401 || error.status === 403;
      const why = signedOut ? 'you are signed out. Sign in again in another tab.' : 'no answer. We will try again.';
      say(`Draft not saved at ${time()}: ${why}`, true);
      failed = true;
      later(RETRY);
    }
  }

  async function post(text, leaving) {
    const response = await fetch(form.dataset.draft, {
      method: 'POST',
      body: text,
      credentials: 'same-origin',
      redirect: 'error',
      // A browser lets only 64 KiB outlive the page.
      keepalive: leaving && text.toString().length < 60000,
      headers: { accept: 'text/plain' },
    });
    if (!response.ok) throw Object.assign(new Error('not saved'), { status: response.status });
    const isText = response.headers.get('content-type')?.startsWith('text/plain');
    return isText ? (await response.text()).trim() : '';
  }

  // The element is a polite status, so every change of it is read out: seldom, unless something is wrong or right again.
  function say(sentence, atOnce) {
    if (!status || (!atOnce && Date.now() - saidAt < QUIET)) return;
    saidAt = Date.now();
    status.textContent = sentence;
  }

  return save;
}

// What a form would send, without secrets and files.
function content(form) {
  const secrets = new Set([...form.elements].filter((field) => field.type === 'password').map((field) => field.name));
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !secrets.has(name));
  return new URLSearchParams(pairs);
}

function time() {
  const now = new Date();
  const minutes = String(now.getMinutes()).padStart(2, '0');
  return `${now.getHours() % 12 || 12}:${minutes}${now.getHours() < 12 ? 'am' : 'pm'}`;
}

// Cover screen

const coverLink = document.querySelector('a[data-cover]');
let shifts = []; // when Shift was pressed and released with nothing between
let isAlone = false;

async function cover() {
  body.classList.add('ucc-covered');
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled(drafts.map((save) => save(true))), patience]);
  location.assign(coverLink?.href ?? '/cover');
}

coverLink?.addEventListener('click', (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  cover();
});

// Back from the cover screen the page may come from the browser's memory, still hidden.
addEventListener('pageshow', () => body.classList.remove('ucc-covered'));

addEventListener('keyup', (event) => {
  if (event.key !== 'Shift' || !isAlone) return;
  const now = Date.now();
  shifts = [...shifts.filter((at) => now - at < TRIPLE), now];
  if (shifts.length === 3) cover();
});

// Keys

const PLACES = { l: '/counter', w: '/tasks', r: '/incidents/new' };
let wentAt = 0; // when `g` was pressed

addEventListener('keydown', (event) => {
  isAlone = event.key === 'Shift';
  if (!isAlone) shifts = [];
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const modified = event.ctrlKey || event.metaKey;
  if (modified && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    location.assign('/go');
  } else if (modified && event.key === 'Enter') {
    pressMainButton(event);
  } else if (!modified && body.dataset.keys === 'on' && !takesText(event.target)) {
    letter(event);
  }
});

function pressMainButton(event) {
  const form = event.target.form ?? event.target.closest?.('form');
  const buttons = [...(form?.elements ?? [])].filter((field) => field.type === 'submit' && !field.disabled);
  const main = buttons.find((button) => button.matches('.govuk-button:not(.govuk-button--secondary, .govuk-button--warning)'));
  const button = main ?? buttons[0];
  if (!button) return;
  event.preventDefault();
  button.click();
}

function letter(event) {
  const isSecond = Date.now() - wentAt < TRIPLE;
  wentAt = 0;
  if (isSecond && Object.hasOwn(PLACES, event.key)) {
    event.preventDefault();
    location.assign(PLACES[event.key]);
  } else if (event.key === 'g') {
    wentAt = Date.now();
  } else if (event.key === '?') {
    location.assign('/help/keys');
  } else if (event.key === '/') {
    const search = document.querySelector('[data-search], input[type="search"]');
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
}

function takesText(element) {
  return element.isContentEditable || element.matches?.('input:not([type="checkbox"], [type="radio"]), textarea, select');
}
