/**
 * The client of the API: requests, problem documents, uploads, events and the session.
 *
 * Pages use `api`, `session` and `events` alone; nothing else in the console calls fetch.
 */
import { t } from './texts.js';

/** The folder above the console, which is the server, also below the path prefix of a proxy. */
const SERVER = new URL('../', document.baseURI);
const API = new URL('api/v1/', SERVER);

/** Where a browser remembers that somebody signed in here, so that strangers cause no refused request. Not a secret. */
const HINT = 'meshgate.signed-in';

const SESSION_ENDED = new Set(['TOKEN_REQUIRED', 'INVALID_TOKEN', 'TOKEN_EXPIRED']);

/** A failed request: the problem document of the server, or that the server could not be reached (`status` 0). */
export class Problem extends Error {
  constructor({ status = 0, code = 'SERVER_AWAY', detail = t.serverAway, requestId = '', fields = [], retryAfter = 0 }) {
    super(detail);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.requestId = requestId;
    /** Messages by the name of the field. */
    this.fields = Object.fromEntries(fields.map(({ field, message }) => [field, message]));
    /** Seconds until another attempt makes sense; 0 when the server does not say. */
    this.retryAfter = retryAfter;
  }

  get sessionEnded() {
    return this.status === 401 && SESSION_ENDED.has(this.code);
  }
}

/** Who is signed in, and how the server takes people. Tells listeners of `change`. */
class Session extends EventTarget {
  /** The account, or null. */
  user = null;
  /** The answer of auth-status. */
  status = null;
  /** The key of simple mode, in memory only. */
  key = '';
  /** Set by the shell: shows the sign-in over the page and resolves once somebody has signed in. */
  signInAgain = null;
  #waiting = null;

  /** Asks the server how it takes people, and who this is. */
  async begin() {
    this.status = await request('GET', 'system/auth-status');
    if (this.status.user_auth_enabled && localStorage.getItem(HINT)) {
      try {
        this.user = (await request('GET', 'users/me')).user;
      } catch (problem) {
        if (!problem.sessionEnded) throw problem;
        localStorage.removeItem(HINT);
      }
    }
    this.#changed();
  }

  /** Whether pages that need a person may be shown. */
  get open() {
    return Boolean(this.user) || (this.status !== null && !this.status.user_auth_enabled && !this.needsKey);
  }

  get simple() {
    return this.status !== null && !this.status.user_auth_enabled;
  }

  get needsKey() {
    return this.simple && this.status.authentication_required && !this.key;
  }

  get admin() {
    return this.simple || this.user?.role === 'admin';
  }

  /** Signs in; the token goes into a cookie that this script cannot read. */
  async signIn(username, password) {
    const answer = await request('POST', 'users/login', { username, password, session: 'cookie' });
    this.entered(answer.user);
  }

  /** Takes note of an account that was signed in by another request, such as a registration. */
  entered(user) {
    const other = this.user && this.user.user_id !== user.user_id;
    this.user = user;
    localStorage.setItem(HINT, '1');
    if (other) {
      location.reload(); // what is on the page belongs to somebody else
      return;
    }
    this.#changed();
  }

  /** Takes the key of simple mode; throws when it is not good. */
  async useKey(key) {
    this.key = key;
    try {
      await request('GET', 'system/features');
    } catch (problem) {
      this.key = '';
      throw problem;
    }
    this.#changed();
  }

  async signOut() {
    try {
      await request('POST', 'users/logout');
    } catch (problem) {
      if (!problem.sessionEnded) throw problem;
    }
    this.left();
  }

  /** Takes note that nobody is signed in any more. */
  left() {
    localStorage.removeItem(HINT);
    this.user = null;
    this.#changed();
  }

  /** One sign-in for all requests that find the session ended at the same time. */
  again() {
    this.#waiting ??= this.signInAgain().finally(() => (this.#waiting = null));
    return this.#waiting;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();

/**
 * Requests to the API. Each resolves with the JSON of the answer, or throws a `Problem`. When the session has ended, the
 * person signs in over the page, and then the request is sent again, so that no form is lost. When another person signs in
 * there, the page is loaded again and the request is dropped.
 *
 * Paths are relative to /api/v1/. `options.query` is an object whose empty members are left out; `options.signal` aborts.
 */
export const api = {
  get: (path, options) => call('GET', path, undefined, options),
  post: (path, body, options) => call('POST', path, body, options),
  put: (path, body, options) => call('PUT', path, body, options),
  patch: (path, body, options) => call('PATCH', path, body, options),
  delete: (path, body, options) => call('DELETE', path, body, options),
  /** Sends one file; `onProgress` is told from 0 to 1. */
  upload: (path, file, options = {}) => retried(() => upload(path, file, options)),
  /** A file, by a URL from `here`; `options.accept` is the type that is wanted. */
  file: (url, options) => retried(() => file(url, options)),
  /** The API description. */
  description: (options = {}) => call('GET', new URL('openapi.json', SERVER).href, undefined, options),
  /** The address of a route for links and pictures. */
  url: (path) => new URL(path, API).href,
  /** A URL of an answer as it is from here: the server may name another host than the one in the address bar. */
  here: (url) => {
    const at = url ? url.indexOf('/api/v1/') : -1;
    return at < 0 ? '' : new URL(url.slice(at + '/api/v1/'.length), API).href;
  },
};

function call(method, path, body, options) {
  return retried(() => request(method, path, body, options));
}

async function retried(send) {
  const sender = session.user?.user_id;
  const isSender = () => sender !== undefined && session.user?.user_id === sender;
  try {
    return await send();
  } catch (problem) {
    if (!problem.sessionEnded || !isSender() || !session.signInAgain) throw problem;
    await session.again();
    if (!isSender()) return new Promise(() => {}); // never settles: the page is being loaded again
    return send();
  }
}

async function request(method, path, body, { query, signal } = {}) {
  const url = new URL(path, API);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
  }
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (session.key) headers.Authorization = `Bearer ${session.key}`;
  let response;
  try {
    response = await fetch(url, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem({});
  }
  const text = await response.text();
  const json = parse(text);
  if (response.ok) return json;
  throw problemOf(response.status, json, (name) => response.headers.get(name));
}

async function file(url, { signal, accept = '*/*' } = {}) {
  const headers = { Accept: accept };
  if (session.key) headers.Authorization = `Bearer ${session.key}`;
  const response = await fetch(url, { signal, headers });
  if (response.ok) return response.blob();
  throw problemOf(response.status, parse(await response.text()), (name) => response.headers.get(name));
}

function problemOf(status, json, header) {
  return new Problem({
    status,
    code: json?.error ?? `HTTP_${status}`,
    detail: json?.detail ?? t.unexpectedAnswer(status),
    requestId: json?.request_id ?? header('X-Request-Id') ?? '',
    fields: json?.errors ?? [],
    retryAfter: Number(header('Retry-After')) || 0,
  });
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** By XMLHttpRequest, because fetch does not tell how much was sent. */
function upload(path, file, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file);
    sending.open('POST', new URL(path, API));
    sending.setRequestHeader('Accept', 'application/json');
    if (session.key) sending.setRequestHeader('Authorization', `Bearer ${session.key}`);
    sending.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    sending.onerror = () => reject(new Problem({}));
    sending.onabort = () => reject(new DOMException('', 'AbortError'));
    sending.onload = () => {
      const json = parse(sending.responseText);
      if (sending.status < 300) resolve(json);
      else reject(problemOf(sending.status, json, (name) => sending.getResponseHeader(name)));
    };
    signal?.addEventListener('abort', () => sending.abort());
    sending.send(form);
  });
}

/** Where events cannot be had, the server is asked every five seconds, for so many jobs at most. */
const POLL = 5000;
const POLLED_AT_ONCE = 5;

/** A browser has six connections to a server of HTTP/1.1, and pages need some of them. */
const MAX_STREAMS = 3;
let streams = 0;

/** The jobs that are asked for, and whom to tell. */
const polled = new Set();
let polling = false;

/**
 * Follows a job until it ends, or until `signal` aborts: by events where a stream can be had, else by asking now and then.
 *
 * @param tell gets the members that may have changed: status, queue_position, estimated_wait_seconds, progress,
 *     progress_message; and `ended` with the last ones
 */
export function follow(jobId, tell, signal) {
  if (streams >= MAX_STREAMS || session.key) {
    poll(jobId, tell, signal);
    return;
  }
  streams += 1;
  const source = new EventSource(api.url(`system/jobs/${encodeURIComponent(jobId)}/events`));
  let counted = true;
  const close = () => {
    source.close();
    streams -= counted ? 1 : 0;
    counted = false;
  };
  const on = (name, members) => source.addEventListener(name, (event) => tell(members(JSON.parse(event.data))));
  on('status', (data) => ({
    status: data.status,
    queue_position: data.queue_position ?? null,
    estimated_wait_seconds: data.estimated_wait_seconds ?? null,
  }));
  on('progress', (data) => ({ progress: data.progress, progress_message: data.message ?? '' }));
  source.addEventListener('done', (event) => {
    close();
    tell({ status: JSON.parse(event.data).status, ended: true });
  });
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return; // the browser connects again by itself
    close();
    if (!signal.aborted) poll(jobId, tell, signal);
  };
  signal.addEventListener('abort', close);
}

function poll(jobId, tell, signal) {
  const followed = { jobId, tell, signal };
  polled.add(followed);
  signal.addEventListener('abort', () => polled.delete(followed));
  if (!polling) pollAll();
}

/** Jobs take turns, so that many cause no more requests than a few. A turn waits for the answers to the one before. */
async function pollAll() {
  polling = true;
  while (polled.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, POLL));
    const turn = [...polled].slice(0, POLLED_AT_ONCE);
    for (const followed of turn) {
      polled.delete(followed);
      polled.add(followed);
    }
    await Promise.all(turn.map(pollOne));
  }
  polling = false;
}

async function pollOne(followed) {
  const { jobId, tell, signal } = followed;
  try {
    const job = await api.get(`system/jobs/${encodeURIComponent(jobId)}`, { signal });
    const ended = !['queued', 'processing'].includes(job.status);
    if (ended) polled.delete(followed);
    tell({ ...job, ended });
  } catch (problem) {
    if (problem.status === 404) {
      polled.delete(followed);
      tell({ status: 'deleted', ended: true });
    }
  }
}
