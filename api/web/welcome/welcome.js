// The small front page: the first account, the login in two steps, the latest of the diary.
// The one-time token is read from the fragment, which browsers send to nobody.

const PAGE = 30;
const POLL_MS = 5000;
// An open tab must not keep a session awake that nobody uses.
const ATTENTION_MS = 10 * 60 * 1000;

const $ = (id) => document.getElementById(id);
const SCREENS = ["founding", "login", "code", "diary", "entry"];
// Letters link to one entry: /diary/<position>.
const wanted = /^\/diary\/([0-9]+)$/.exec(location.pathname)?.[1];

let csrf = null;
let ticket = null;
let newest = 0;
let oldest = null;
let timer = null;
let lastTouch = Date.now();

class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "The house did not answer. Try again in a moment.");
    this.status = status;
    this.field = problem.field;
  }
}

async function ask(method, path, body) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refusal(0, {});
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

function notice(text, good = false) {
  $("notice").textContent = text;
  $("notice").classList.toggle("good", good);
  $("notice").hidden = !text;
}

function show(screen) {
  for (const id of SCREENS) $(id).hidden = id !== screen;
  $("person").hidden = !["diary", "entry"].includes(screen);
  $(screen).querySelector("input")?.focus();
}

function onSubmit(id, act) {
  $(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    notice("");
    try {
      await act(Object.fromEntries(new FormData(form)), form);
    } catch (refusal) {
      notice(refusal.message);
      if (refusal.field) form.elements[refusal.field]?.focus();
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
    }
  });
}

onSubmit("founding", async (fields, form) => {
  await ask("POST", "/api/identity/founding", { token: location.hash.slice(1), ...fields });
  history.replaceState(null, "", "/");
  form.reset();
  $("login").elements.email.value = fields.email;
  show("login");
  notice("The account is made. Log in with it.", true);
});

onSubmit("login", async (fields, form) => {
  ticket = (await ask("POST", "/api/identity/logins", fields)).login;
  form.elements.password.value = "";
  show("code");
});

onSubmit("code", async (fields, form) => {
  const session = await ask("POST", "/api/identity/sessions", { login: ticket, code: fields.code.trim() });
  form.reset();
  await enter(session);
});

$("again").addEventListener("click", () => { notice(""); show("login"); });
$("older").addEventListener("click", () => older().catch(fail));
$("leave").addEventListener("click", async () => {
  try {
    await ask("DELETE", "/api/identity/session");
  } catch (refusal) {
    if (refusal.status !== 401) return notice(refusal.message);
  }
  leave("You are logged out.");
});

async function enter(session) {
  csrf = session.csrf_token;
  $("name").textContent = session.name;
  if (wanted) return entryInFull().catch(fail);
  show("diary");
  $("days").replaceChildren();
  [newest, oldest] = [0, null];
  await older();
  poll();
}

function leave(why) {
  clearTimeout(timer);
  csrf = null;
  $("days").replaceChildren();
  show("login");
  notice(why, true);
}

function fail(refusal) {
  if (refusal.status === 401) return leave("Your session has ended. Log in again.");
  notice(refusal.message);
}

function poll() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const attended = !document.hidden && Date.now() - lastTouch < ATTENTION_MS;
    try {
      if (attended) {
        await newer();
        notice("");
      }
    } catch (refusal) {
      fail(refusal);
    }
    if (csrf) poll();
  }, POLL_MS);
}

for (const kind of ["pointerdown", "keydown", "focus"]) {
  window.addEventListener(kind, () => { lastTouch = Date.now(); });
}

async function newer() {
  const { items } = await ask("GET", `/api/history/entries?limit=${PAGE}`);
  if (items.length && !items.some((entry) => entry.position <= newest)) {
    // More happened than one page holds: begin anew rather than leave a gap.
    $("days").replaceChildren();
    [newest, oldest] = [0, null];
  }
  for (const entry of items.reverse()) if (entry.position > newest) add(entry, true);
  if (oldest === null && items.length) oldest = items[0].position;
}

async function older() {
  const before = oldest === null ? "" : `&before=${oldest}`;
  const { items, next } = await ask("GET", `/api/history/entries?limit=${PAGE}${before}`);
  for (const entry of items) add(entry, false);
  if (items.length) oldest = items.at(-1).position;
  $("older").hidden = !next;
}

function add(entry, first) {
  $("none").hidden = true;
  newest = Math.max(newest, entry.position);
  const at = new Date(entry.at);
  const list = day(at, first);
  const line = make("li", entry.severity);
  const time = make("time");
  time.dateTime = entry.at;
  time.append(link(entry, at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })));
  const told = make("div", "told");
  if (entry.severity !== "notice") told.append(make("span", "mark", `${entry.severity}: `));
  told.append(entry.sentence, make("small", "", circumstances(entry)));
  line.append(time, told);
  if (first) list.prepend(line); else list.append(line);
}

function link(entry, text) {
  const element = make("a", "", text);
  element.href = `/diary/${entry.position}`;
  return element;
}

async function entryInFull() {
  const entry = await ask("GET", `/api/history/entries/${wanted}`);
  show("entry");
  $("entry-title").textContent = entry.sentence;
  $("entry-when").textContent = `${new Date(entry.at).toLocaleString([], { dateStyle: "full", timeStyle: "medium" })}, ${circumstances(entry)}`;
  const says = Object.entries({ severity: entry.severity, kind: entry.kind, ...entry.payload });
  $("entry-says").replaceChildren(...says.flatMap(([name, value]) =>
    [make("dt", "", name), make("dd", "", value === null ? "(erased)" : String(value))]));
  const groups = [["Because of", entry.cause ? [entry.cause] : []], ["What followed", entry.consequences]];
  $("entry-links").replaceChildren(...groups.filter(([, items]) => items.length).flatMap(([title, items]) => {
    const list = make("ol", "plain");
    for (const item of items) list.append(make("li"));
    items.forEach((item, index) => list.children[index].append(link(item, item.sentence)));
    return [make("h3", "", title), list];
  }));
}

function day(at, first) {
  const name = at.toLocaleDateString([], { weekday: "long", year: "numeric", month: "long", day: "numeric" });
  const known = first ? $("days").firstElementChild : $("days").lastElementChild;
  if (known?.dataset.day === name) return known.lastElementChild;
  const section = make("section");
  section.dataset.day = name;
  section.append(make("h3", "", name), make("ol"));
  if (first) $("days").prepend(section); else $("days").append(section);
  return section.lastElementChild;
}

function circumstances({ who, concerns, from }) {
  const by = { person: who.name ?? "somebody erased", stranger: "a stranger", house: "the house", console: "the console" };
  const parts = [`by ${by[who.who] ?? who.who}`];
  if (concerns?.name && concerns.id !== who.account) parts.unshift(`about ${concerns.name}`);
  if (from) parts.push(`from ${from}`);
  return parts.join(", ");
}

function make(name, kind = "", text = "") {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  if (text) element.textContent = text;
  return element;
}

async function begin() {
  if (location.hash.length > 1) return show("founding");
  try {
    await enter(await ask("GET", "/api/identity/session"));
  } catch (refusal) {
    show("login");
    if (refusal.status !== 401) notice(refusal.message);
  }
}

window.addEventListener("hashchange", () => begin());
begin();
