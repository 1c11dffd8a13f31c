"use strict";
exports.id = 150;
exports.ids = [150];
exports.modules = {

/***/ 4265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ whatIsWaitedFor),
/* harmony export */   o: () => (/* binding */ leavesOfCheck)
/* harmony export */ });
/* harmony import */ var _kind_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7798);
/* harmony import */ var _leaf_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6712);


function leavesOfCheck(tree, record) {
    const { type } = record;
    if (!type.startsWith('Checkpoint') || !(0,_leaf_js__WEBPACK_IMPORTED_MODULE_1__/* .isOver */ .PU)(record))
        return [];
    if (type === 'Checkpoint' && tree.childrenOf(record).some(_leaf_js__WEBPACK_IMPORTED_MODULE_1__/* .isOver */ .PU))
        return [];
    const kind = (0,_leaf_js__WEBPACK_IMPORTED_MODULE_1__/* .wasCanceled */ .lu)(record) ? 'canceled' : 'approval';
    const leaf = (0,_leaf_js__WEBPACK_IMPORTED_MODULE_1__/* .leafOf */ .eo)(tree, record, kind);
    const issues = record.errors.length > 0 ? record.errors : [{ message: ofCheck(record), line: undefined }];
    return [{ ...leaf, issues, weight: (0,_leaf_js__WEBPACK_IMPORTED_MODULE_1__/* .wasCanceled */ .lu)(record) ? 'canceled' : 'failed' }];
}
function ofCheck(check) {
    const what = whatIsWaitedFor(check);
    return (0,_leaf_js__WEBPACK_IMPORTED_MODULE_1__/* .wasCanceled */ .lu)(check)
        ? `Canceled while it waited for ${what}.`
        : `The stage did not get ${what}: rejected or timed out.`;
}
function whatIsWaitedFor(record) {
    if ((0,_kind_js__WEBPACK_IMPORTED_MODULE_0__/* .isPersonTask */ .LF)(record))
        return 'a manual validation';
    if (record.type === 'Checkpoint.Approval')
        return 'an approval';
    if (record.type === 'Checkpoint.Authorization')
        return 'a permission on a resource';
    return record.name === '' || record.name.startsWith('Checkpoint') ? 'a check' : `a check (${record.name})`;
}


/***/ }),

/***/ 6150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  explainFailures: () => (/* binding */ explainFailures),
  maxExplained: () => (/* binding */ maxExplained)
});

// EXTERNAL MODULE: ./build/core/base/text.js
var base_text = __webpack_require__(6811);
// EXTERNAL MODULE: ./build/core/builds/build.js
var builds_build = __webpack_require__(2890);
// EXTERNAL MODULE: ./build/core/errors/errors.js
var errors = __webpack_require__(3313);
// EXTERNAL MODULE: ./build/core/service/json-list.js + 1 modules
var json_list = __webpack_require__(2659);
// EXTERNAL MODULE: ./build/core/explain/link.js
var explain_link = __webpack_require__(1976);
// EXTERNAL MODULE: ./build/core/explain/message.js
var explain_message = __webpack_require__(1521);
// EXTERNAL MODULE: ./build/core/explain/noise.js
var noise = __webpack_require__(3248);
;// CONCATENATED MODULE: ./build/core/explain/telling-lines.js

const mostLines = 5;
const rows = [
    { pattern: /\berror [A-Z]{1,8}\d{1,5}\b/ },
    { pattern: /^error\[E\d{4}\]|:\d{1,7}:\d{1,6}: (?:fatal )?error: |\bundefined reference to\b/ },
    { pattern: /^\s*(?:Failed \S.{0,400} \[[<\d]|● .{1,400} › |FAILED \S+::|--- FAIL: |not ok \d+)/, tests: true },
    {
        pattern: /^\s*(?:FAIL |FAIL\t|Failed! +- Failed: |Tests:? .{0,60}\b\d+ failed|=+ .{0,80}\b\d+ failed\b|FAILED \()/,
        tests: true,
    },
    {
        pattern: /^Tests run: \d+, Failures: [1-9]|^(?:\[ERROR\] )?Tests run: .{0,80}(?:Failures|Errors): [1-9]|^\d+ tests? completed, \d+ failed/,
        tests: true,
    },
    {
        pattern: /^(?:Unhandled exception\. |Exception in thread .{1,200} |Uncaught )?(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: ./,
    },
    { pattern: /^panic: ./ },
    {
        pattern: /^(?:fatal|FATAL)\b:? ?.|^\s*╷?│? ?Error: .|^\[ERROR\] .|^ERROR: .|^> Task :\S+ FAILED$|^npm (?:ERR!|error) (?!code|A complete log|errno|path|command)./,
    },
    { pattern: /^(?:error|Error|ERROR)\b[: ]./ },
    { pattern: /: (?:command not found|No such file or directory|Permission denied)$/ },
];
function tellingLines(lines) {
    const candidates = lines.filter(({ text }) => !(0,noise/* isNoise */.t)(text));
    for (const { pattern, tests = false } of rows) {
        const seen = new Set();
        const found = candidates.filter(({ text }) => pattern.test(text) && !seen.has(text) && seen.add(text) !== undefined);
        if (found.length > 0)
            return { lines: found.slice(0, mostLines), more: Math.max(0, found.length - mostLines), tests };
    }
    return { lines: [], more: 0, tests: false };
}

;// CONCATENATED MODULE: ./build/core/explain/log-excerpt.js




const linesBefore = 60;
const linesAfter = 2;
const shownLines = 10;
const shownBehind = 5;
const maxLineLength = 300;
const maxLogBytes = 4 * 1024 * 1024;
const timestamp = /^\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z ?/;
const ofAgent = /^##\[(?:section|debug|endgroup)\]/;
const startOfOutput = /^=+ Starting Command Output =+$/;
function rangeAround(logId, line) {
    return { logId, startLine: Math.max(1, line - linesBefore), endLine: line + linesAfter };
}
function withLog(cause, log, range, page, redact) {
    const lines = outputLines(cause, log, range, redact);
    const telling = tellingLines(lines);
    const [first] = telling.lines;
    if (first === undefined)
        return { ...cause, excerpt: lines.slice(-shownLines).map(({ text }) => text) };
    return {
        ...cause,
        excerpt: telling.tests ? behind(lines, first) : [],
        kind: telling.tests && cause.kind === 'script' ? 'tests' : cause.kind,
        messages: telling.lines.map(({ text }) => text),
        more: cause.more + telling.more,
        noise: false,
        url: (0,explain_link/* linkTo */.u)(page, cause.place, first.number),
    };
}
function behind(lines, first) {
    const at = lines.indexOf(first) + 1;
    return lines.slice(at, at + shownBehind).map(({ text }) => text);
}
function outputLines(cause, log, { startLine, endLine }, redact) {
    const all = redact(log.slice(0, maxLogBytes)).split(/\r\n|\n/);
    if (all.at(-1) === '')
        all.pop();
    const whole = all.length > endLine - startLine + 10;
    const raw = (whole ? all.slice(startLine - 1, endLine) : all).map(line => line.replace(timestamp, ''));
    const texts = raw.map(line => (0,base_text/* shorten */.ml)((0,explain_message/* cleanMessage */.V)(line, redact), maxLineLength));
    const end = endOfOutput(texts, cause);
    const known = end < texts.length ? cause.log?.line : undefined;
    const offset = known === undefined ? startLine : known - end;
    const begin = texts.slice(0, end).findLastIndex(text => startOfOutput.test(text)) + 1;
    return texts
        .map((text, index) => ({ text, number: Math.max(1, offset + index) }))
        .slice(begin, end)
        .filter(({ text }, index) => text !== '' && !ofAgent.test(raw[begin + index] ?? ''));
}
function endOfOutput(texts, { messages }) {
    const noise = (0,base_text/* shorten */.ml)((0,explain_message/* firstLine */.T)(messages[0] ?? ''), maxLineLength);
    const at = noise === '' ? -1 : texts.lastIndexOf(noise);
    return at < 0 ? texts.length : at;
}

// EXTERNAL MODULE: ./build/core/explain/requests.js
var requests = __webpack_require__(8658);
;// CONCATENATED MODULE: ./build/core/base/group-by.js
function groupBy(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
        const key = keyOf(item);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [item]);
        else
            group.push(item);
    }
    return groups;
}

// EXTERNAL MODULE: ./build/core/explain/checks.js
var checks = __webpack_require__(4265);
// EXTERNAL MODULE: ./build/core/explain/kind.js
var explain_kind = __webpack_require__(7798);
// EXTERNAL MODULE: ./build/core/explain/leaf.js
var explain_leaf = __webpack_require__(6712);
;// CONCATENATED MODULE: ./build/core/explain/leaves.js




function leavesOf(tree) {
    const records = tree.inOrder();
    const tasks = groupBy(records.filter(explain_leaf/* isTask */.Id), task => tree.placeOf(task).job?.id ?? '');
    const leaves = [
        ...records.filter(({ type }) => type === 'Job').flatMap(job => leavesOfJob(tree, job, tasks.get(job.id) ?? [])),
        ...records
            .filter(explain_leaf/* isTask */.Id)
            .filter(task => (0,explain_leaf/* hasFailed */.WN)(task) && tree.placeOf(task).job?.type !== 'Job')
            .map(task => (0,explain_leaf/* leafOf */.eo)(tree, task, (0,explain_kind/* kindOfTask */.R5)(task, []))),
        ...records.flatMap(record => (0,checks/* leavesOfCheck */.o)(tree, record)),
    ];
    for (const type of ['Phase', 'Stage']) {
        const explained = new Set(leaves.flatMap(({ record }) => tree.pathTo(record)));
        for (const record of records) {
            if (record.type === type && !explained.has(record))
                leaves.push(...leavesOfGroup(tree, record));
        }
    }
    return heaviest(leaves);
}
function leavesOfJob(tree, job, tasks) {
    const failed = tasks.filter(explain_leaf/* hasFailed */.WN);
    if ((0,explain_leaf/* wentWell */.x3)(job)) {
        const tolerated = tasks.filter(task => (0,explain_leaf/* hasFailed */.WN)(task) || task.result === 'succeededWithIssues');
        return tolerated.map(task => ({
            ...(0,explain_leaf/* leafOf */.eo)(tree, task, (0,explain_kind/* kindOfTask */.R5)(task, tasks)),
            issues: ownWords(task),
            weight: 'tolerated',
        }));
    }
    const own = ownWords(job);
    const reason = (0,explain_kind/* kindOfMessages */.Sp)(own.map(({ message }) => message));
    if ((reason === 'timeout' || reason === 'agent-lost') && (0,explain_leaf/* isOver */.PU)(job))
        return struck(tree, job, tasks, own, reason);
    const leaves = failed.map(task => (0,explain_leaf/* leafOf */.eo)(tree, task, (0,explain_kind/* kindOfTask */.R5)(task, tasks)));
    if (!(0,explain_leaf/* isOver */.PU)(job) || (failed.length > 0 && job.errors.length === 0))
        return leaves;
    return [...leaves, byItself(tree, job, tasks)];
}
function ownWords({ errors, warnings }) {
    return errors.length > 0 ? errors : warnings;
}
function struck(tree, job, tasks, own, kind) {
    const failed = tasks.filter(explain_leaf/* hasFailed */.WN);
    const silent = failed.find(task => (0,explain_kind/* kindOfTask */.R5)(task, tasks) === 'agent-lost');
    const hit = tasks.find(explain_leaf/* wasCanceled */.lu) ?? silent ?? failed.at(-1);
    const others = failed.filter(task => task !== hit).map(task => (0,explain_leaf/* leafOf */.eo)(tree, task, (0,explain_kind/* kindOfTask */.R5)(task, tasks)));
    const issues = [...own, ...(hit?.errors ?? [])];
    return [...others, { ...(0,explain_leaf/* leafOf */.eo)(tree, hit ?? job, kind), issues, unsent: (0,explain_leaf/* unsentOf */.jd)(job) + (hit ? (0,explain_leaf/* unsentOf */.jd)(hit) : 0) }];
}
function byItself(tree, job, tasks) {
    const stopped = tasks.some(explain_leaf/* hasFailed */.WN) ? undefined : tasks.find(explain_leaf/* wasCanceled */.lu);
    const issues = [...job.errors, ...(stopped?.errors ?? [])];
    const said = (0,explain_kind/* kindOfMessages */.Sp)(issues.map(({ message }) => message));
    const kind = said ?? (stopped !== undefined || (0,explain_leaf/* wasCanceled */.lu)(job) ? 'canceled' : 'unknown');
    const weight = kind === 'canceled' && (0,explain_leaf/* wasCanceled */.lu)(job) ? 'canceled' : 'failed';
    return {
        ...(0,explain_leaf/* leafOf */.eo)(tree, stopped ?? job, kind),
        issues,
        unsent: (0,explain_leaf/* unsentOf */.jd)(job) + (stopped ? (0,explain_leaf/* unsentOf */.jd)(stopped) : 0),
        weight,
    };
}
function leavesOfGroup(tree, record) {
    const { type, result, condition } = record;
    const unevaluated = type === 'Phase' && result === 'abandoned' && !tree.childrenOf(record).some(child => child.type === 'Job');
    if (!(0,explain_leaf/* isOver */.PU)(record) && !unevaluated)
        return [];
    const leaf = (0,explain_leaf/* leafOf */.eo)(tree, record, (0,explain_leaf/* wasCanceled */.lu)(record) ? 'canceled' : ((0,explain_kind/* kindOfMessages */.Sp)(record.errors.map(({ message }) => message)) ?? 'unknown'));
    const weight = (0,explain_leaf/* wasCanceled */.lu)(record) ? 'canceled' : 'failed';
    if (!unevaluated || record.errors.length > 0)
        return [{ ...leaf, weight }];
    const message = ['The condition of the job cannot be evaluated.', condition].filter(line => line !== '').join('\n');
    return [{ ...leaf, issues: [{ message, line: undefined }], weight }];
}
function heaviest(leaves) {
    for (const weight of ['failed', 'canceled', 'tolerated']) {
        const found = leaves.filter(leaf => leaf.weight === weight);
        if (found.length > 0)
            return found;
    }
    return [];
}

// EXTERNAL MODULE: ./build/core/explain/tree.js
var explain_tree = __webpack_require__(6320);
;// CONCATENATED MODULE: ./build/core/explain/root-causes.js





const maxMessages = 10;
function rootCauses(tree, page) {
    const leaves = leavesOf(tree).sort((a, b) => byTime(a.record, b.record) || tree.rankOf(a.record) - tree.rankOf(b.record));
    const groups = groupBy(leaves, sameness);
    return [...groups.values()].map(([first, ...others]) => causeOf(first, others.length + 1, page));
}
function validationCause(messages, page) {
    const unique = [...new Set(messages)];
    return {
        ...{ kind: 'validation', stage: '', job: '', task: '', messages: unique.slice(0, maxMessages) },
        ...{ more: Math.max(0, unique.length - maxMessages), count: 1, attempt: 1, finishTime: undefined, url: page },
        ...{ noise: false, log: undefined, excerpt: [], place: { stage: undefined, job: undefined, task: undefined } },
    };
}
function retriesThatPassed(tree) {
    const passed = tree
        .inOrder()
        .filter(({ type, attempt, result }) => attempt > 1 && /^(?:Stage|Job)$/.test(type) && result === 'succeeded');
    const stages = new Set(passed.filter(({ type }) => type === 'Stage'));
    const outer = passed.filter(record => stages.has(record) || !tree.pathTo(record).some(each => stages.has(each)));
    return outer.map(record => `${nameOf(record)} passed on attempt ${record.attempt}`);
}
function causeOf({ record, place, kind, issues, unsent }, count, page) {
    const unique = uniqueOf(issues);
    const telling = unique.filter(({ message }) => !(0,noise/* isNoise */.t)(message));
    const shown = telling.length > 0 ? telling : unique;
    const line = shown.find(issue => issue.line !== undefined)?.line;
    return {
        kind,
        stage: nameOf(place.stage),
        job: nameOf(place.job),
        task: nameOf(place.task),
        messages: shown.slice(0, maxMessages).map(({ message }) => message),
        more: unsent + Math.max(0, shown.length - maxMessages),
        count,
        attempt: (place.job ?? record).attempt,
        finishTime: record.finishTime,
        url: (0,explain_link/* linkTo */.u)(page, place, line),
        noise: telling.length === 0,
        log: record.logId === undefined ? undefined : { id: record.logId, line },
        excerpt: [],
        place,
    };
}
function nameOf(record) {
    return record === undefined || record.name === explain_tree/* noStage */.u ? '' : record.name;
}
function uniqueOf(issues) {
    const seen = new Set();
    return issues.filter(({ message }) => message !== '' && !seen.has(message) && seen.add(message) !== undefined);
}
function sameness({ kind, issues, record, place }) {
    const { worker } = place.job ?? record;
    const messages = uniqueOf(issues).map(({ message }) => (worker === '' ? message : message.replaceAll(worker, '')));
    const telling = messages.filter(message => !(0,noise/* isNoise */.t)(message));
    return JSON.stringify(telling.length > 0 ? [kind, telling] : [kind, messages, record.type, record.name]);
}
function byTime(a, b) {
    const [one = '~', other = '~'] = [a.finishTime, b.finishTime];
    return one === other ? 0 : one < other ? -1 : 1;
}

// EXTERNAL MODULE: ./build/core/explain/timeline.js
var explain_timeline = __webpack_require__(4043);
;// CONCATENATED MODULE: ./build/core/explain/explain-failures.js











const maxExplained = 5;
const timeout = 60_000;
const maxLogRequests = 2;
const maxLogs = 100_000;
function explainFailures(builds, tools) {
    const deadline = tools.service.clock.now() + timeout;
    return Promise.all(builds.slice(0, maxExplained).map(build => explainFailure(build, tools, deadline)));
}
async function explainFailure(build, tools, deadline) {
    const page = tools.pageOf(build);
    const errors = build.validationErrors.map(message => (0,explain_message/* cleanMessage */.V)(message, tools.redact));
    if (errors.length > 0)
        return { build, causes: [validationCause(errors, page)], notes: [] };
    try {
        const { service, redact } = tools;
        const timeline = await service.request((0,requests/* timelineRequest */.XG)(build, deadline), response => (0,explain_timeline/* readTimeline */.G)(response, redact));
        const tree = new explain_tree/* Tree */.P(timeline.records);
        const causes = rootCauses(tree, page);
        const retries = retriesThatPassed(tree);
        if (causes.length === 0)
            return { build, causes: canceledCause(build, page), notes: [whyNone(build, timeline), ...noteOf(retries)] };
        return { build, causes: await addLogs(build, causes, tools, deadline), notes: noteOf(retries) };
    }
    catch (error) {
        tools.service.signal.throwIfAborted();
        return { build, causes: [], notes: [`Why ${(0,builds_build/* nameOf */.Vb)(build)} failed cannot be shown. ${firstLineOf(error)}`] };
    }
}
function firstLineOf(error) {
    return (0,base_text/* shorten */.ml)((0,errors/* messageOf */.bD)(error).split('\n')[0] ?? '', 300);
}
function canceledCause({ result }, page) {
    return result === 'canceled' ? [{ ...validationCause(['The build was canceled.'], page), kind: 'canceled' }] : [];
}
function whyNone({ result }, { gone, records }) {
    if (gone === 'deleted')
        return 'The build is deleted, and its timeline with it.';
    if (gone === 'purged')
        return 'The build no longer exists: it was deleted, or its retention period is over.';
    if (result === 'canceled')
        return 'It was canceled before a job ended.';
    return records.length === 0 ? 'The build has no timeline.' : 'The timeline of the build names no cause.';
}
function noteOf(retries) {
    if (retries.length === 0)
        return [];
    const more = retries.length - 3;
    return [`Retried: ${retries.slice(0, 3).join(', ')}${more > 0 ? `, and ${(0,base_text/* counted */.hS)(more, 'more')}` : ''}.`];
}
async function addLogs(build, causes, tools, deadline) {
    const silent = causes.filter(({ noise, log }) => noise && log !== undefined);
    const [first] = silent;
    if (first?.log === undefined)
        return causes;
    const read = (cause, range) => readLog(build, cause, range, tools, deadline);
    const told = first.log.line === undefined
        ? [await readEnd(build, first, first.log.id, tools, deadline)]
        : await Promise.all(silent.slice(0, maxLogRequests).map(cause => {
            const { id, line } = cause.log ?? {};
            return id === undefined || line === undefined ? cause : read(cause, rangeAround(id, line));
        }));
    const byPlace = new Map(told.map((cause, index) => [silent[index], cause]));
    return causes.map(cause => byPlace.get(cause) ?? cause);
}
async function readLog(build, cause, range, tools, deadline) {
    const { service, redact, pageOf } = tools;
    try {
        const request = (0,requests/* logRequest */.ad)(build, range, deadline);
        const log = await service.request(request, ({ body }) => body.toString('utf8', 0, maxLogBytes));
        return withLog(cause, log, range, pageOf(build), redact);
    }
    catch {
        service.signal.throwIfAborted();
        return cause;
    }
}
async function readEnd(build, cause, logId, tools, deadline) {
    const { service, pageOf } = tools;
    try {
        const lines = await service.request((0,requests/* logsRequest */.FZ)(build, deadline), ({ body }) => linesOf(body, logId));
        if (lines === undefined)
            return cause;
        const told = await readLog(build, cause, rangeAround(logId, lines), tools, deadline);
        return told.url === cause.url ? { ...told, url: (0,explain_link/* linkTo */.u)(pageOf(build), cause.place, lines) } : told;
    }
    catch {
        service.signal.throwIfAborted();
        return cause;
    }
}
function linesOf(body, logId) {
    for (const bytes of (0,json_list/* splitPage */.KU)(body, 'value', maxLogs)) {
        const { id, lineCount } = (0,json_list/* parse */.qg)(bytes);
        if (id === logId)
            return Number.isSafeInteger(lineCount) ? lineCount : undefined;
    }
    return undefined;
}


/***/ }),

/***/ 7798:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LF: () => (/* binding */ isPersonTask),
/* harmony export */   R5: () => (/* binding */ kindOfTask),
/* harmony export */   Sp: () => (/* binding */ kindOfMessages)
/* harmony export */ });
/* unused harmony export kinds */
/* harmony import */ var _noise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3248);

const kinds = (/* unused pure expression or super */ null && ([
    'validation',
    'script',
    'tests',
    'timeout',
    'canceled',
    'agent-lost',
    'approval',
    'unknown',
]));
const timedOut = [/\bran longer than the maximum time of\b/i, /^The task has timed out\.?$/i];
const lostAgent = [
    /^We stopped hearing from agent\b/i,
    /\bthe agent has received a shutdown signal\b/i,
    /\bdid not renew the lock\b/i,
    /\berror occurred while provisioning resources\b/i,
    /^Received request to deprovision\b/i,
    /\bagent worker exited with code \d+\b/i,
];
const canceled = [/^The (?:operation|job|build|run|pipeline) was cancell?ed\b/i];
const testTasks = new Set(['VSTest', 'PublishTestResults', 'RunVisualStudioTestsusingTestAgent']);
const personTasks = new Set(['ManualValidation']);
function isPersonTask({ task }) {
    return personTasks.has(task);
}
function kindOfMessages(messages) {
    const says = (patterns) => messages.some(text => patterns.some(pattern => pattern.test(text)));
    if (says(timedOut))
        return 'timeout';
    if (says(lostAgent))
        return 'agent-lost';
    if (messages.some(_noise_js__WEBPACK_IMPORTED_MODULE_0__/* .saysTestsFailed */ .f))
        return 'tests';
    return says(canceled) ? 'canceled' : undefined;
}
function kindOfTask(task, siblings) {
    if (isPersonTask(task))
        return 'approval';
    const said = kindOfMessages(task.errors.map(({ message }) => message));
    if (said !== undefined && said !== 'canceled')
        return said;
    if (task.result === 'canceled')
        return 'canceled';
    if (testTasks.has(task.task))
        return 'tests';
    return isCutOff(task, siblings) ? 'agent-lost' : 'script';
}
function isCutOff({ logId, errors, errorCount, percent }, siblings) {
    if (logId !== undefined || errors.length > 0 || errorCount > 0)
        return false;
    return percent === 0 || siblings.some(({ result }) => result === 'abandoned');
}


/***/ }),

/***/ 6712:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Id: () => (/* binding */ isTask),
/* harmony export */   PU: () => (/* binding */ isOver),
/* harmony export */   WN: () => (/* binding */ hasFailed),
/* harmony export */   eo: () => (/* binding */ leafOf),
/* harmony export */   jd: () => (/* binding */ unsentOf),
/* harmony export */   lu: () => (/* binding */ wasCanceled),
/* harmony export */   x3: () => (/* binding */ wentWell)
/* harmony export */ });
const isTask = ({ type }) => type === 'Task';
const hasFailed = ({ result }) => result === 'failed';
const wasCanceled = ({ result }) => result === 'canceled';
const wentWell = ({ result }) => result === 'succeeded' || result === 'succeededWithIssues';
function isOver(record) {
    return hasFailed(record) || wasCanceled(record);
}
function leafOf(tree, record, kind) {
    return {
        record,
        place: tree.placeOf(record),
        kind,
        issues: record.errors,
        unsent: unsentOf(record),
        weight: 'failed',
    };
}
function unsentOf({ errorCount, errors }) {
    return Math.max(0, errorCount - errors.length);
}


/***/ }),

/***/ 1976:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ overviewOf),
/* harmony export */   u: () => (/* binding */ linkTo)
/* harmony export */ });
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
function linkTo(page, { stage, job, task }, line) {
    if (!page.includes('/_build/results?'))
        return page;
    const ids = (names) => Object.entries(names).flatMap(([name, id]) => (id !== undefined && guid.test(id) ? [`&${name}=${id}`] : []));
    const [inLogs, atTask] = [ids({ j: job?.id }), ids({ t: task?.id })];
    if (inLogs.length === 0)
        return [page, ...(stage === undefined ? [] : ['&view=logs', ...ids({ s: stage.id })])].join('');
    const atLine = atTask.length > 0 && line !== undefined ? [`&l=${line}`] : [];
    return [page, '&view=logs', ...inLogs, ...atTask, ...atLine].join('');
}
function overviewOf(page) {
    return page.includes('/_build/results?') ? `${page}&view=results` : page;
}


/***/ }),

/***/ 3248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ saysTestsFailed),
/* harmony export */   t: () => (/* binding */ isNoise)
/* harmony export */ });
const telemetry = /\(NETCORE_ENGINEERING_TELEMETRY=\w{1,50}\)\s*/g;
const noise = [
    /^[\w. -]{1,40} exited with code:? ?'?-?\d+'?\.?$/i,
    /\bwrote one or more lines to the standard error stream\.?$/i,
    /^(?:[\w. ]{1,40} )?failed with (?:an? )?(?:exit|return|error) code:? ?'?-?\d+'?\.?$/i,
    /^Process completed with exit code -?\d+(?: and had \d+ error\(s\)[^\n]{0,400})?\.?$/i,
    /^Exit code -?\d+ returned from process: file name [\s\S]{0,2000}$/i,
    /^(?:Error:? ?)*The (?:process|command|script) [\s\S]{0,2000} (?:failed|exited) with (?:exit )?code:? -?\d+\.?$/i,
    /\berror MSB(?:3073|4181|6006)\b/,
    /^Dotnet command failed with (?:a )?non-zero exit code\b/i,
    /^(?:Error: ?)*Build failed\.?$/i,
    /^The (?:operation|job) was cancell?ed\.?$/i,
];
const testNoise = [
    /^Vs?test\b[^\n]{0,100} failed\b/i,
    /^Vs?test failed with error\b/i,
    /^Test Run Failed\.?$/i,
    /^There are one or more test failures detected in result files\b/i,
    /^There (?:are|were) (?:test failures|failing tests)\b[^\n]{0,400}$/i,
];
function isNoise(message) {
    const text = message.replace(telemetry, '').trim();
    if (noise.some(pattern => pattern.test(text)))
        return true;
    return saysTestsFailed(text);
}
function saysTestsFailed(message) {
    return testNoise.some(pattern => pattern.test(message.replace(telemetry, '').trim()));
}


/***/ }),

/***/ 4043:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readTimeline)
/* harmony export */ });
/* harmony import */ var _builds_build_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2890);
/* harmony import */ var _service_json_list_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2659);
/* harmony import */ var _message_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1521);



const maxRecords = 100_000;
const maxIssues = 20;
function readTimeline({ status, body }, redact) {
    if (status === 404)
        return { records: [], gone: 'purged' };
    if (status === 204)
        return { records: [], gone: 'deleted' };
    if (hasNoRecords(body))
        return { records: [] };
    const records = [];
    for (const bytes of (0,_service_json_list_js__WEBPACK_IMPORTED_MODULE_1__/* .splitPage */ .KU)(body, 'records', maxRecords)) {
        const json = object((0,_service_json_list_js__WEBPACK_IMPORTED_MODULE_1__/* .parse */ .qg)(bytes));
        const record = matters(json) ? readRecord(json, redact) : undefined;
        if (record !== undefined)
            records.push(record);
    }
    return { records };
}
function hasNoRecords(body) {
    return body.length < 2000 && /"records"\s*:\s*null/.test(body.toString('latin1'));
}
function matters({ type, result, state, issues }) {
    if (type !== 'Task')
        return true;
    if (result === 'succeeded' || result === 'skipped' || state === 'pending')
        return false;
    return result !== 'succeededWithIssues' || Array.isArray(issues);
}
function readRecord(record, redact) {
    const id = text(record.id);
    if (id === '')
        return undefined;
    const name = (value) => (0,_message_js__WEBPACK_IMPORTED_MODULE_2__/* .cleanMessage */ .V)(text(value), redact).replaceAll('\n', ' ');
    const issues = Array.isArray(record.issues) ? record.issues.slice(0, maxIssues).map(object) : [];
    const ofType = (type) => issues.filter(issue => issue.type === type).map(issue => readIssue(issue, redact));
    return {
        id,
        parentId: text(record.parentId),
        type: text(record.type),
        name: name(record.name),
        state: text(record.state),
        result: text(record.result),
        order: integer(record.order) ?? Number.MAX_SAFE_INTEGER,
        startTime: (0,_builds_build_js__WEBPACK_IMPORTED_MODULE_0__/* .timeOf */ .nR)(text(record.startTime)),
        finishTime: (0,_builds_build_js__WEBPACK_IMPORTED_MODULE_0__/* .timeOf */ .nR)(text(record.finishTime)),
        worker: name(record.workerName),
        task: text(object(record.task).name),
        logId: integer(object(record.log).id),
        errorCount: integer(record.errorCount) ?? 0,
        errors: ofType('error'),
        warnings: ofType('warning'),
        attempt: integer(record.attempt) ?? 1,
        percent: integer(record.percentComplete),
        condition: (0,_message_js__WEBPACK_IMPORTED_MODULE_2__/* .cleanMessage */ .V)(text(record.resultCode), redact),
    };
}
function readIssue({ message, data }, redact) {
    const line = Number(text(object(data).logFileLineNumber));
    return {
        message: (0,_message_js__WEBPACK_IMPORTED_MODULE_2__/* .cleanMessage */ .V)(text(message), redact),
        line: Number.isSafeInteger(line) && line > 0 ? line : undefined,
    };
}
function object(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function text(value) {
    return typeof value === 'string' ? value : '';
}
function integer(value) {
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}


/***/ }),

/***/ 6320:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ Tree),
/* harmony export */   u: () => (/* binding */ noStage)
/* harmony export */ });
const noStage = '__default';
class Tree {
    records;
    byId = new Map();
    byParent = new Map();
    ranks = new Map();
    constructor(records) {
        this.records = records;
        for (const record of records)
            this.byId.set(record.id, record);
        for (const record of this.byId.values()) {
            const siblings = this.byParent.get(record.parentId);
            if (siblings === undefined)
                this.byParent.set(record.parentId, [record]);
            else
                siblings.push(record);
        }
        for (const siblings of this.byParent.values())
            siblings.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
        this.rankAll();
    }
    find(id) {
        return this.byId.get(id);
    }
    childrenOf({ id }) {
        return this.byParent.get(id) ?? [];
    }
    pathTo(record) {
        const path = [];
        let next = record;
        while (next !== undefined && path.length < 10) {
            path.push(next);
            next = this.byId.get(next.parentId);
        }
        return path;
    }
    placeOf(record) {
        const path = this.pathTo(record);
        const find = (type) => path.find(each => each.type === type);
        return { stage: find('Stage'), job: find('Job') ?? find('Phase'), task: find('Task') };
    }
    rankOf({ id }) {
        return this.ranks.get(id) ?? Number.MAX_SAFE_INTEGER;
    }
    inOrder() {
        return [...this.byId.values()].sort((a, b) => this.rankOf(a) - this.rankOf(b));
    }
    rankAll() {
        const roots = [...this.byId.values()].filter(({ parentId }) => !this.byId.has(parentId));
        const stack = roots.sort((a, b) => b.order - a.order || (a.id < b.id ? 1 : -1));
        for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
            if (this.ranks.has(next.id))
                continue;
            this.ranks.set(next.id, this.ranks.size);
            for (const child of this.childrenOf(next).toReversed())
                stack.push(child);
        }
    }
}


/***/ })

};
;