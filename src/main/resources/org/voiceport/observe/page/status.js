/*
 * The status page: asks the daemon every 2 s and changes on the page what has changed in the answer.
 *
 * Texts of the answer may come from the network (a call manager's words stand in problems and warnings), so they reach the
 * page as text nodes and class names of ours alone, never as HTML. Nothing is rebuilt: a row is made once for a port and
 * kept, which keeps focus, selection and scroll position, and 1,000 ports cheap.
 *
 * From top to bottom: asking, headline, panels, ports, words, and what touches the document.
 */

const EVERY_MS = 2000;
const PATIENCE_MS = 4000;
const WARNINGS_AT_FIRST = 4;
const REASONS_AT_MOST = 3;
const ENDS_SOON_DAYS = 30;
const ENDS_LATER_DAYS = 90;

let last = null; // the last answer that could be shown
let lastAt = 0; // when it came, by the clock of performance.now()
let failure = null; // why there is no newer one
let allWarnings = false;
let asking = false;
let next = 0; // the timer of the next question

/* ---- asking ---- */

async function ask() {
  if (asking) {
    return;
  }
  asking = true;
  clearTimeout(next);
  try {
    answered(await answer());
  } catch (e) {
    unanswered(e);
  }
  asking = false;
  next = setTimeout(ask, EVERY_MS);
}

async function answer() {
  const request = { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) };
  const response = await fetch("status.json", request).catch((e) => {
    throw new NoAnswer(e.name === "TimeoutError" ? `no answer within ${PATIENCE_MS / 1000} s` : "nothing takes the connection");
  });
  if (!response.ok) {
    throw new Misread(`the answer is HTTP ${response.status}`);
  }
  return response.json().catch(() => {
    throw new Misread("the answer is no whole JSON");
  });
}

function answered(status) {
  if (typeof status?.state !== "string" || typeof status.version !== "string" || !Array.isArray(status.ports)) {
    throw new Misread("the answer is not what this page expects");
  }
  if (last !== null && last.version !== status.version) {
    location.reload(); // another release has another page
    return;
  }
  show(status);
  last = status;
  lastAt = performance.now();
  failure = null;
  document.body.classList.remove("stale");
}

/* Also if showing went wrong: old facts that look like new ones would be worse than none. */
function unanswered(e) {
  if (e instanceof NoAnswer) {
    failure = { what: "voiceportd doesn't answer", why: e.message };
  } else {
    failure = { what: "The answer of voiceportd can't be shown", why: e.message };
    if (!(e instanceof Misread)) {
      console.error(e);
    }
  }
  document.body.classList.add("stale");
  showFailure();
}

class NoAnswer extends Error {}

class Misread extends Error {}

/* ---- headline ---- */

function show(status) {
  const now = Date.parse(status.now);
  const calls = callsByPort(status);
  const rows = portViews(status, calls, now);
  showHeadline(headline(status, rows));
  showReasons(reasons(status));
  set(find("version"), status.version);
  set(find("configuration"), status.configuration);
  showFigures(status, rows, now);
  showModes(rows);
  showCallManagers(status.callManagers ?? []);
  showWarnings(status.warnings ?? [], now);
  showTrust(status, now);
  showPorts(rows);
  set(find("updated"), `As of ${clock(status.now)}, asked every ${EVERY_MS / 1000} s.`);
  document.querySelectorAll(".known[hidden]").forEach((part) => (part.hidden = false));
}

/* What an administrator has to know first, in one sentence; more is the half-sentence below it. */
function headline(status, rows) {
  const all = rows.length;
  const missing = rows.filter((row) => row.port.state !== "registered");
  const starting = missing.filter((row) => row.port.state === "starting").length;
  const calls = status.calls?.length ?? 0;
  const ports = `${number(all - missing.length)} of ${count(all, "port")} registered, ${count(calls, "call")}.`;
  if (status.state === "stopping") {
    return { level: "bad", text: "Stopping", more: `Calls are being ended and ports unregistered: ${ports}` };
  }
  if (status.state === "draining") {
    return { level: "attention", text: calls === 0 ? "Draining: the last ports are leaving" : `Draining: ${count(calls, "call")} to end`,
      more: `No new calls are taken, and the daemon ends with the last one: ${ports}` };
  }
  if (status.ready === false) {
    return { level: "bad", text: "Not ready", more: ports };
  }
  if (all === 0) {
    return { level: "attention", text: "No port is configured" };
  }
  if (starting > 0 && starting === missing.length) {
    return { level: "waiting", text: `${count(starting, "port")} of ${number(all)} ${starting === 1 ? "is" : "are"} starting` };
  }
  if (missing.length > 0) {
    return { level: "bad", text: `${number(missing.length)} of ${count(all, "port")} ${missing.length === 1 ? "is" : "are"} not registered` };
  }
  const well = all === 1 ? "The port is registered" : `All ${count(all, "port")} are registered`;
  const but = flaws(status, rows);
  if (but.length > 0) {
    return { level: "attention", text: `${well}, but ${but[0]}`, more: but.length > 1 ? sentence(`also, ${but.slice(1).join(", and ")}`) : "" };
  }
  const told = status.warnings?.length ?? 0;
  const weakened = status.trust?.weakened?.length ?? 0;
  const more = [told > 0 && count(told, "warning"), weakened > 0 && `${count(weakened, "setting")} that ${weakened === 1 ? "weakens" : "weaken"} trust`]
    .filter(Boolean).join(", and ");
  return { level: "good", text: more === "" ? `All well: ${well.toLowerCase()}` : well, more: more === "" ? "" : `To be looked at: ${more}.` };
}

/* What is wrong while every port is registered, the worst first. */
function flaws(status, rows) {
  const weaker = rows.filter((row) => row.signalling.alarm).length;
  const clear = rows.filter((row) => row.calls.some((call) => call.alarm)).length;
  const ended = rows.filter((row) => row.certificate.level === "bad").length;
  const soon = rows.filter((row) => row.certificate.level === "attention").length;
  const found = [];
  if (weaker > 0) found.push(`${count(weaker, "port")} ${weaker === 1 ? "is" : "are"} protected less than configured`);
  if (clear > 0) found.push(`${count(clear, "encrypted port")} ${clear === 1 ? "has a call" : "have calls"} in clear`);
  if (ended > 0) found.push(`${count(ended, "certificate")} ${ended === 1 ? "has" : "have"} ended`);
  if (status.store?.short) found.push("the message store is short of space");
  if (soon > 0) found.push(`${count(soon, "certificate")} ${soon === 1 ? "ends" : "end"} soon`);
  return found;
}

/*
 * Why it isn't ready, and why ports aren't registered: one line for a reason, however many ports have it. A reason that
 * differs by nothing but the port's name is the same one.
 */
function reasons(status) {
  const found = (status.notReady ?? []).map((text) => ({ text, todo: "" }));
  const same = new Map();
  for (const port of status.ports) {
    if (port.problem) {
      const what = port.problem.what.replaceAll(port.name, "…");
      const todo = (port.problem.todo ?? "").replaceAll(port.name, "…");
      const key = `${what}\n${todo}`;
      const group = same.get(key) ?? { what, todo, ports: [] };
      group.ports.push(port);
      same.set(key, group);
    }
  }
  const groups = [...same.values()].sort((a, b) => b.ports.length - a.ports.length);
  for (const { what, todo, ports } of groups.slice(0, REASONS_AT_MOST)) {
    const one = ports.length === 1 ? ports[0] : null;
    found.push({ text: one ? `${one.name}: ${one.problem.what}` : `${count(ports.length, "port")}: ${what}`, todo: one ? one.problem.todo : todo });
  }
  if (groups.length > REASONS_AT_MOST) {
    found.push({ text: `${count(groups.length - REASONS_AT_MOST, "other reason")}: see the ports.`, todo: "" });
  }
  return found;
}

function showHeadline({ level, text, more }) {
  find("headline").className = level;
  set(find("headline-text"), text);
  optional(find("headline-more"), more);
  const title = `${text} – voiceportd`;
  if (document.title !== title) {
    document.title = title;
  }
}

function showReasons(found) {
  const list = find("reasons");
  list.hidden = found.length === 0;
  rowsOf(list, found, (_, index) => index, () => make("li", "", make("span", "what"), make("span", "todo")), (item, reason) => {
    set(item.children[0], reason.text);
    optional(item.children[1], todo(reason.todo));
  });
}

function showFailure() {
  if (failure === null) {
    return;
  }
  const age = duration(performance.now() - lastAt);
  const why = sentence(failure.why);
  showHeadline({ level: "gone", text: failure.what,
    more: last === null ? `${why} This page goes on asking.`
      : `${why} What stands below is ${age} old, from ${clock(last.now)}. This page goes on asking.` });
  showReasons([]);
}

/* ---- figures and panels ---- */

function showFigures(status, rows, now) {
  const totals = status.totals ?? {};
  const registered = rows.filter((row) => row.port.state === "registered").length;
  const current = rows.flatMap((row) => row.calls);
  const clear = current.filter((call) => call.kind === "clear" || call.kind === "partly").length;
  const encrypted = current.filter((call) => call.kind === "encrypted").length;
  const figures = [
    ["Ports registered", `${number(registered)} of ${number(rows.length)}`, `${number(totals.registrationFailures)} attempts failed`],
    ["Calls now", number(current.length), current.length === 0 ? "" : `media: ${number(encrypted)} encrypted, ${number(clear)} in clear`],
    ["Calls since the start", number(totals.calls),
      `${number(totals.callsEncrypted)} encrypted, ${number(totals.callsInClear)} in clear, ${number(totals.callsRefused)} refused`],
    ["Messages stored", number(totals.messages), `${number(totals.messagesFailed)} failed`],
    ["Up", duration(now - Date.parse(status.startedAt)), `since ${clock(status.startedAt)}`],
  ];
  if (status.store) {
    figures.splice(4, 0, ["Message store", `${bytes(status.store.freeBytes)} free`, status.store.short ? "short of space" : status.store.path]);
  }
  rowsOf(find("figures"), figures, ([name]) => name, () => make("div", "", make("dt"), make("dd", "figure"), make("dd", "note")),
    (item, [name, value, note]) => {
      set(item.children[0], name);
      set(item.children[1], value);
      set(item.children[2], note);
      breakable(item.children[2]);
      item.classList.toggle("flawed", note === "short of space");
    });
}

function showModes(rows) {
  const modes = ["encrypted", "authenticated", "non-secure"].map((mode) => rows.filter((row) => row.port.securityMode === mode))
    .filter((group) => group.length > 0);
  const made = () => make("tr", "", cell("th", ""), cell("td", "Registered", "number"), cell("td", "Signalling"), cell("td", "Calls"));
  rowsOf(find("mode-rows"), modes, (group) => group[0].port.securityMode, made, (item, group) => {
    const registered = group.filter((row) => row.port.state === "registered").length;
    set(item.children[0], group[0].port.securityMode);
    set(item.children[1], `${number(registered)} of ${number(group.length)}`);
    showKinds(item.children[2], group.map((row) => row.signalling).filter((one) => one.kind !== "unconnected"), "no port is connected");
    showKinds(item.children[3], group.flatMap((row) => row.calls), "no calls");
  });
}

/* How often each protection occurs: "20 × encrypted TLSv1.3 ...". */
function showKinds(parent, protections, none) {
  const kinds = new Map();
  for (const protection of protections) {
    const key = `${protection.words} ${protection.detail}`;
    kinds.set(key, { ...protection, times: (kinds.get(key)?.times ?? 0) + 1 });
  }
  const found = [...kinds.entries()].sort((a, b) => Number(b[1].alarm) - Number(a[1].alarm) || b[1].times - a[1].times);
  const shown = found.length > 0 ? found : [["", { words: none, detail: "", kind: "unconnected", times: 0 }]];
  rowsOf(parent, shown, ([key]) => key, () => make("div", "kind", make("span", "times"), make("span"), make("small", "code")),
    (item, [, kind]) => {
      optional(item.children[0], kind.times === 0 ? "" : `${number(kind.times)} ×`);
      showProtection(item.children[1], kind);
      optional(item.children[2], kind.detail);
      breakable(item.children[2]);
    });
}

function showCallManagers(managers) {
  const made = () => make("tr", "", cell("th", ""), cell("td", ""), cell("td", "", "number"));
  rowsOf(find("call-manager-rows"), managers, (manager, index) => `${index} ${manager.address}`, made, (item, manager) => {
    set(item.children[0], manager.address);
    set(item.children[1], `${manager.port ?? "–"} / ${manager.securePort ?? "–"}`);
    set(item.children[2], manager.configured === undefined ? number(manager.registered)
      : `${number(manager.registered)} of ${number(manager.configured)}`);
  });
}

function showWarnings(warnings, now) {
  const shown = allWarnings ? warnings : warnings.slice(0, WARNINGS_AT_FIRST);
  const made = () => make("li", "", make("p", "head", make("span", "severity"), make("b", "code"), make("span", "whose"), make("small", "when")),
    make("p", "what"), make("p", "todo"));
  rowsOf(find("warning-list"), shown, (warning) => `${warning.event} ${warning.port} ${warning.first} ${warning.text}`, made, (item, warning) => {
    const [severity, event, whose, when] = item.children[0].children;
    showMark(severity, warning.severity === "error" ? "bad" : "attention", warning.severity === "error" ? "error" : "warning");
    set(event, warning.event);
    optional(whose, warning.port);
    const again = warning.times > 1 ? `${number(warning.times)} times, last ` : "";
    set(when, `${again}${ago(warning.last ?? warning.first, now)}`);
    set(item.children[1], warning.text);
    optional(item.children[2], todo(warning.todo));
  });
  find("no-warnings").hidden = warnings.length > 0;
  set(find("nav-warnings"), warnings.length > 0 ? `(${number(warnings.length)})` : "");
  const more = find("more-warnings");
  more.hidden = warnings.length <= WARNINGS_AT_FIRST;
  more.setAttribute("aria-expanded", String(allWarnings));
  set(more, allWarnings ? `Show the latest ${WARNINGS_AT_FIRST} only` : `Show all ${number(warnings.length)}`);
}

function showTrust(status, now) {
  const ctl = status.trust?.ctl;
  const secure = status.ports.some((port) => port.securityMode !== "non-secure");
  optional(find("no-ctl"), ctl ? "" : secure ? "No CTL is in force: secure ports trust what is pinned, or stay offline."
    : "No CTL is in force, and no port needs one.");
  const facts = ctl ? [
    ["CTL in force", ctl.file],
    ["because", ctl.because],
    ["since", ctl.since && `${clock(ctl.since)} (${ago(ctl.since, now)})`],
    ["signer", ctl.signer],
    ["names", ctl.callManagers !== undefined && count(ctl.callManagers, "call manager")],
    ["SHA-256", ctl.sha256],
  ].filter(([, value]) => value) : [];
  rowsOf(find("ctl"), facts, ([name]) => name, () => make("div", "", make("dt"), make("dd")), (item, [name, value]) => {
    set(item.children[0], name);
    set(item.children[1], value);
    item.children[1].classList.toggle("code", name === "SHA-256" || name === "CTL in force");
  });
  const weakened = status.trust?.weakened ?? [];
  find("not-weakened").hidden = weakened.length > 0;
  set(find("nav-trust"), weakened.length > 0 ? `(${number(weakened.length)} weakened)` : "");
  rowsOf(find("weakened"), weakened, (one) => `${one.setting} ${one.effect}`, () => make("li", "", make("span"), make("span", "what")), (item, one) => {
    showMark(item.children[0], "attention", one.setting);
    set(item.children[1], one.effect);
  });
}

/* ---- ports ---- */

const byName = new Intl.Collator("en", { numeric: true });
const portRows = new Map();

/* What is said of each port, problems first. */
function portViews(status, calls, now) {
  const ports = [...status.ports];
  const names = new Set(ports.map((port) => port.name));
  for (const name of calls.keys()) {
    if (!names.has(name)) { // its last call goes on while the port is no longer configured
      ports.push({ name, securityMode: calls.get(name)[0].securityMode ?? "", roles: [], state: "leaving" });
    }
  }
  return ports.map((port) => {
    const row = { port, signalling: signalling(port), certificate: certificate(port.certificate),
      calls: (calls.get(port.name) ?? []).map((call) => media(call, port, now)), since: port.since ? `for ${duration(now - Date.parse(port.since))}` : "",
      problem: problem(port.problem, now) };
    row.rank = rank(row);
    return row;
  }).sort((a, b) => a.rank - b.rank || byName.compare(a.port.name, b.port.name));
}

function callsByPort(status) {
  const calls = new Map();
  for (const call of status.calls ?? []) {
    calls.set(call.port, [...(calls.get(call.port) ?? []), call]);
  }
  return calls;
}

const WELL = 6;

function rank({ port, signalling, certificate, calls }) {
  if (port.state === "offline") return 0;
  if (port.state === "retrying") return 1;
  if (signalling.alarm || calls.some((call) => call.alarm) || certificate.level === "bad") return 2;
  if (port.state === "starting") return 3;
  if (port.state === "leaving") return 4;
  return certificate.level === "attention" || port.tls?.peerExpired ? 5 : WELL;
}

function showPorts(rows) {
  const table = find("port-table");
  const head = table.tHead;
  const alive = new Set(rows.map((row) => row.port.name));
  for (const [name, shown] of portRows) {
    if (!alive.has(name)) {
      shown.body.remove();
      portRows.delete(name);
    }
  }
  const bodies = rows.map((row) => {
    const shown = portRows.get(row.port.name) ?? newPort(row.port.name);
    shown.row = row;
    showPort(shown);
    return shown.body;
  });
  inOrder(table, bodies, head.nextElementSibling);
  filterPorts();
}

function newPort(name) {
  const body = find("port-template").content.firstElementChild.cloneNode(true);
  const shown = { body, at: (selector) => body.querySelector(selector), open: false, signature: "" };
  shown.at(".name").addEventListener("click", () => {
    shown.open = !shown.open;
    shown.signature = "";
    showPort(shown);
  });
  portRows.set(name, shown);
  return shown;
}

/* Touches nothing if nothing has changed, which is the usual case of nearly all ports. */
function showPort(shown) {
  const signature = JSON.stringify(shown.row);
  if (signature === shown.signature) {
    return;
  }
  shown.signature = signature;
  const { port, signalling, certificate, calls, since, problem } = shown.row;
  const at = shown.at;
  set(at(".name"), port.name);
  at(".name").setAttribute("aria-expanded", String(shown.open));
  set(at(".mode"), [port.securityMode, ...(port.roles ?? [])].filter(Boolean).join(", "));
  showMark(at(".state"), STATES[port.state] ?? "attention", port.state);
  set(at(".since"), since);
  showProtection(at(".protection"), signalling);
  optional(at(".suite"), signalling.detail);
  optional(at(".matched"), port.tls && signalling.kind !== "unconnected" ? matched(port.tls) : "");
  set(at(".manager"), port.callManager ?? "–");
  at(".manager").parentElement.classList.toggle("empty", !port.callManager);
  optional(at(".protocol"), port.protocolVersion === undefined ? "" : `SCCP version ${port.protocolVersion}`);
  showMark(at(".certificate"), certificate.level, certificate.words);
  optional(at(".until"), certificate.until);
  at(".until").parentElement.classList.toggle("empty", certificate.until === "");
  showCalls(at(".calls"), calls);
  showNotes(shown, problem, calls);
  showMore(shown);
}

function showCalls(parent, calls) {
  parent.classList.toggle("empty", calls.length === 0);
  const shown = calls.length > 0 ? calls : [null];
  const made = () => make("div", "", make("span", "call-state"), make("span"), make("small", "suite code"), make("small"));
  rowsOf(parent, shown, (call) => call?.reference ?? "", made, (item, call) => {
    set(item.children[0], call ? call.state : "–");
    optionalProtection(item.children[1], call);
    optional(item.children[2], call?.detail);
    optional(item.children[3], call?.note);
  });
}

/* The lines below a port that tell what is wrong and what to do. */
function showNotes(shown, problem, calls) {
  const notes = [];
  if (problem) {
    notes.push({ level: shown.row.port.state === "offline" ? "bad" : "attention", ...problem });
  }
  for (const call of calls) {
    if (call.warning) {
      notes.push({ level: call.alarm ? "bad" : "attention", head: `call ${call.reference}`, what: call.warning, todo: "" });
    }
  }
  let row = shown.at("tr.notes");
  if (notes.length === 0) {
    row?.remove();
    return;
  }
  row ??= wideRow(shown, "notes", shown.body.firstElementChild);
  rowsOf(row.firstElementChild, notes, (_, index) => index, () => make("p", "", make("span"), make("span", "what"), make("span", "todo")),
    (item, note) => {
      showMark(item.children[0], note.level, note.head);
      set(item.children[1], note.what);
      optional(item.children[2], todo(note.todo));
    });
}

/* What is compared with the call manager by hand: shown when asked for. */
function showMore(shown) {
  let row = shown.at("tr.more");
  if (!shown.open) {
    row?.remove();
    return;
  }
  const { port } = shown.row;
  const facts = [
    ["in this state since", port.since && clock(port.since)],
    ["call manager's certificate, SHA-256", port.tls?.peerFingerprint],
    ["own certificate, SHA-256", port.certificate?.fingerprint],
    ["own certificate ends", port.certificate && clock(port.certificate.validUntil)],
  ].filter(([, value]) => value);
  if (!row) {
    row = wideRow(shown, "more", shown.body.lastElementChild);
    row.firstElementChild.append(make("dl", "facts"));
  }
  rowsOf(row.firstElementChild.firstElementChild, facts, ([name]) => name, () => make("div", "", make("dt"), make("dd", "code")), (item, [name, value]) => {
    set(item.children[0], name);
    set(item.children[1], value);
  });
}

function wideRow(shown, name, after) {
  const only = cell("td", "");
  only.colSpan = 6;
  const row = make("tr", name, only);
  after.after(row);
  return row;
}

function filterPorts() {
  const text = find("filter-text").value.trim().toLowerCase();
  const state = find("filter-state").value;
  const mode = find("filter-mode").value;
  let shown = 0;
  for (const { body, row } of portRows.values()) {
    const fits = (mode === "" || row.port.securityMode === mode) && inState(row, state) && (text === "" || textOf(row).includes(text));
    body.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  set(find("shown"), shown === portRows.size ? `all ${number(shown)} shown` : `${number(shown)} of ${number(portRows.size)} shown`);
  find("none-shown").hidden = shown > 0;
}

function inState(row, state) {
  switch (state) {
    case "": return true;
    case "attention": return row.rank < WELL;
    case "unregistered": return row.port.state !== "registered";
    case "call": return row.calls.length > 0;
    default: return row.port.state === state;
  }
}

function textOf({ port, signalling, calls, problem }) {
  return [port.name, port.state, port.callManager, port.tls?.matchedBy, signalling.words, signalling.detail, problem?.what,
    ...calls.flatMap((call) => [call.words, call.detail, call.reference])].join(" ").toLowerCase();
}

/* ---- words ---- */

const STATES = { registered: "good", starting: "waiting", retrying: "attention", offline: "bad", leaving: "waiting" };
const STRENGTH = { clear: 0, signed: 1, encrypted: 2 };
const PROMISED = { "non-secure": "clear", authenticated: "signed", encrypted: "encrypted" };
const WORDS = { clear: "in clear", signed: "authenticated: can be read", encrypted: "encrypted" };

/* What protects the connection to the call manager: judged by the cipher suite in use, not by what was configured. */
function signalling(port) {
  if (port.state !== "registered" && port.state !== "leaving") {
    return { kind: "unconnected", words: "not connected", detail: "", alarm: false };
  }
  if (port.tls) {
    const kind = port.tls.cipherSuite.includes("_NULL_") ? "signed" : "encrypted";
    const alarm = STRENGTH[kind] < STRENGTH[PROMISED[port.securityMode]];
    return { kind, words: alarm ? `${WORDS[kind]}, although the port is ${port.securityMode}` : WORDS[kind],
      detail: `${port.tls.version} ${port.tls.cipherSuite}`, alarm };
  }
  return port.securityMode === "non-secure" && port.callManager ? { kind: "clear", words: WORDS.clear, detail: "TCP without TLS", alarm: false }
    : { kind: "unconnected", words: "not told", detail: "", alarm: false };
}

function matched(tls) {
  return `trusted by ${tls.matchedBy}${tls.peerExpired ? ", although that certificate has expired" : ""}`;
}

/* What protects the media of a call, and whether that is less than the port promises. */
function media(call, port, now) {
  const both = [call.receive, call.transmit];
  const clear = both.filter((one) => one === "RTP").length;
  const secure = both.filter((one) => one?.startsWith("SRTP")).length;
  const kind = clear > 0 ? (secure > 0 ? "partly" : "clear") : secure > 0 ? "encrypted" : "unconnected";
  const alarm = clear > 0 && port.securityMode === "encrypted";
  const silent = both.every((one) => one === undefined || one === "none") ? "no media yet" : "not known to this page";
  const plain = { partly: "in clear in one direction", clear: WORDS.clear, encrypted: WORDS.encrypted, unconnected: silent }[kind];
  const since = call.since ? ` for ${duration(now - Date.parse(call.since))}` : "";
  return { kind, alarm, words: alarm ? `${plain}, although the port is encrypted` : plain, detail: suites(call),
    state: `${call.state}${since}`, reference: call.reference, warning: call.warning ?? "",
    note: [call.codec, call.securityStatus && `call manager says: ${call.securityStatus}`, call.reference].filter(Boolean).join(", ") };
}

function suites({ receive, transmit }) {
  if (receive === undefined && transmit === undefined) {
    return "";
  }
  return receive === transmit ? `${receive} both ways` : `receives ${receive ?? "nothing yet"}, sends ${transmit ?? "nothing yet"}`;
}

function certificate(own) {
  if (!own) {
    return { level: "none", words: "–", until: "" };
  }
  const left = own.daysLeft;
  const level = left < 0 ? "bad" : left <= ENDS_SOON_DAYS ? "attention" : left <= ENDS_LATER_DAYS ? "waiting" : "none";
  const words = left < 0 ? `ended ${count(-left, "day")} ago` : left === 0 ? "ends within a day" : `${count(left, "day")} left`;
  return { level, words, until: `until ${String(own.validUntil).slice(0, 10)}` };
}

function problem(found, now) {
  if (!found) {
    return null;
  }
  const times = found.times > 1 ? `, ${number(found.times)} times` : "";
  return { head: `${found.event}${times}${found.since ? `, for ${duration(now - Date.parse(found.since))}` : ""}`, what: found.what, todo: found.todo ?? "" };
}

function todo(text) {
  return text ? `To do: ${text}` : "";
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function number(value) {
  return value === undefined ? "–" : value.toLocaleString("en");
}

function count(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function ago(when, now) {
  return `${duration(now - Date.parse(when))} ago`;
}

/* Coarse on purpose: a row whose text stays the same costs nothing. */
function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${number(Math.floor(seconds / 86400))} days`;
}

const whole = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium" });

/* In the time of who reads it. */
function clock(when) {
  const time = new Date(when);
  return Number.isNaN(time.getTime()) ? String(when) : whole.format(time);
}

function bytes(value) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let left = value;
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1000;
    unit++;
  }
  return `${left.toFixed(unit > 1 && left < 100 ? 1 : 0)} ${units[unit]}`;
}

/* ---- the document ---- */

function find(id) {
  return document.getElementById(id);
}

function make(tag, classes = "", ...children) {
  const made = document.createElement(tag);
  made.className = classes;
  if (tag === "tr") {
    made.setAttribute("role", "row"); // as cards on a narrow screen, a table would lose its meaning without
  }
  made.append(...children);
  return made;
}

function cell(tag, label, classes = "") {
  const made = make(tag, classes);
  made.setAttribute("role", tag === "th" ? "rowheader" : "cell");
  if (tag === "th") {
    made.scope = "row";
  }
  if (label !== "") {
    made.dataset.label = label;
  }
  return made;
}

function set(node, text) {
  const wanted = text ?? "";
  if (node.textContent !== String(wanted)) {
    node.textContent = wanted;
  }
}

/* Lets a path or the name of a suite go on in the next line at its own joints; the text stays the same. */
function breakable(node) {
  if (node.childNodes.length === 1) {
    node.replaceChildren(...node.textContent.split(/(?<=[_/])/).flatMap((part) => [part, document.createElement("wbr")]));
  }
}

function optional(node, text) {
  set(node, text);
  node.hidden = !text;
}

/* Words with a shape before them, so that nothing is told by colour alone. */
function showMark(node, level, words) {
  classOf(node, "mark", level);
  set(node, words);
}

function showProtection(node, protection) {
  classOf(node, "lock", `${protection.kind}${protection.alarm ? " alarm" : ""}`);
  set(node, protection.words);
}

function optionalProtection(node, protection) {
  node.hidden = protection === null;
  if (protection !== null) {
    showProtection(node, protection);
  }
}

/* Keeps the class that a template gave the node, by which it is found. */
function classOf(node, kind, value) {
  node.dataset.own ??= node.className;
  const wanted = `${node.dataset.own} ${kind} ${value}`.trim();
  if (node.className !== wanted) {
    node.className = wanted;
  }
}

const keyed = new WeakMap();

/* Makes the children of an element be one for each item, in order; the child of a key is kept as long as the key is there. */
function rowsOf(parent, items, keyOf, made, update) {
  const before = keyed.get(parent) ?? new Map();
  const after = new Map();
  items.forEach((item, index) => {
    let key = keyOf(item, index);
    while (after.has(key)) {
      key = `${key}+`;
    }
    const node = before.get(key) ?? made();
    update(node, item);
    after.set(key, node);
  });
  before.forEach((node, key) => after.has(key) || node.remove());
  keyed.set(parent, after);
  inOrder(parent, [...after.values()], parent.firstElementChild);
}

/* Moves only what is out of its place, and gives the focus back to what lost it by being moved. */
function inOrder(parent, nodes, first) {
  const focused = document.activeElement;
  let at = first;
  for (const node of nodes) {
    if (node === at) {
      at = at.nextElementSibling;
    } else if (at?.nextElementSibling === node) {
      at.remove(); // it has moved down, and is put back when its turn comes
      at = node.nextElementSibling;
    } else {
      parent.insertBefore(node, at);
    }
  }
  if (focused !== document.activeElement && focused?.isConnected) {
    focused.focus({ preventScroll: true });
  }
}

/* The filter outlives a reload of the page, not its tab. */
function keepFilter() {
  const fields = ["filter-text", "filter-state", "filter-mode"].map(find);
  const kept = JSON.parse(sessionStorage.getItem("filter") ?? "[]");
  fields.forEach((field, index) => (field.value = kept[index] ?? ""));
  const changed = () => {
    sessionStorage.setItem("filter", JSON.stringify(fields.map((field) => field.value)));
    filterPorts();
  };
  find("filter").addEventListener("input", changed);
  find("filter").addEventListener("submit", (event) => event.preventDefault());
  find("filter").addEventListener("reset", (event) => {
    event.preventDefault();
    fields.forEach((field) => (field.value = ""));
    changed();
  });
}

keepFilter();
find("more-warnings").addEventListener("click", () => {
  allWarnings = !allWarnings;
  showWarnings(last.warnings ?? [], Date.parse(last.now));
});
setInterval(showFailure, 1000);
document.addEventListener("visibilitychange", () => document.hidden || ask()); // timers of a hidden page may come once a minute
ask();
