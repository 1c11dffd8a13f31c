"use strict";
exports.id = 735;
exports.ids = [735];
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


/***/ }),

/***/ 1735:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Watch: () => (/* binding */ Watch)
});

// EXTERNAL MODULE: ./build/core/base/text.js
var base_text = __webpack_require__(6811);
// EXTERNAL MODULE: ./build/core/builds/build.js
var builds_build = __webpack_require__(2890);
// EXTERNAL MODULE: ./build/core/errors/errors.js
var errors = __webpack_require__(3313);
// EXTERNAL MODULE: ./build/core/explain/link.js
var explain_link = __webpack_require__(1976);
// EXTERNAL MODULE: ./build/core/explain/requests.js
var requests = __webpack_require__(8658);
// EXTERNAL MODULE: ./build/core/explain/timeline.js
var explain_timeline = __webpack_require__(4043);
// EXTERNAL MODULE: ./build/core/explain/tree.js
var explain_tree = __webpack_require__(6320);
// EXTERNAL MODULE: ./build/core/base/time.js
var time = __webpack_require__(8621);
// EXTERNAL MODULE: ./build/core/explain/checks.js
var checks = __webpack_require__(4265);
// EXTERNAL MODULE: ./build/core/explain/kind.js
var kind = __webpack_require__(7798);
;// CONCATENATED MODULE: ./build/core/explain/waiting-for.js




const sorts = ['person', 'check', 'running', 'agent'];
const persons = new Set(['Checkpoint.Approval', 'Checkpoint.Authorization']);
const named = 3;
function activitiesOf(tree, now) {
    const records = tree.inOrder();
    const found = records.flatMap(record => activityOf(tree, record, now) ?? []);
    if (found.length > 0)
        return found.sort((a, b) => sorts.indexOf(a.sort) - sorts.indexOf(b.sort));
    const next = records.find(({ type, state }) => type === 'Job' && state === 'pending');
    return next === undefined ? [] : [waitingForAgent(tree, next)];
}
function describeActivities(activities) {
    const words = activities.slice(0, named).map(({ text, elapsed }) => {
        return elapsed === undefined ? text : `${text} for ${(0,time/* formatDuration */.a3)(Math.round(elapsed / 1000) * 1000)}`;
    });
    const more = activities.length - words.length;
    return [...words, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
function activityOf(tree, record, now) {
    const { type, state, startTime } = record;
    if (type === 'Job' && waitsForAgent(tree, record))
        return waitingForAgent(tree, record);
    if (state !== 'inProgress' || tree.childrenOf(record).some(child => child.state === 'inProgress'))
        return undefined;
    const path = pathOf(tree, record);
    const elapsed = startTime === undefined ? undefined : Math.max(0, now - (0,time/* milliseconds */.Rz)(startTime));
    if (type.startsWith('Checkpoint') || (0,kind/* isPersonTask */.LF)(record)) {
        const text = `${path || 'The build'} waits for ${(0,checks/* whatIsWaitedFor */.i)(record)}`;
        return { sort: (0,kind/* isPersonTask */.LF)(record) || persons.has(type) ? 'person' : 'check', text, elapsed };
    }
    if (type !== 'Task' && type !== 'Job')
        return undefined;
    return { sort: 'running', text: record.percent ? `${path} (${Math.min(record.percent, 100)} %)` : path, elapsed };
}
function waitsForAgent(tree, { state, worker, parentId }) {
    const phase = tree.find(parentId);
    return state === 'pending' && worker === '' && (phase === undefined || phase.state === 'inProgress');
}
function waitingForAgent(tree, job) {
    return { sort: 'agent', text: `${pathOf(tree, job)} waits for an agent`, elapsed: undefined };
}
function pathOf(tree, record) {
    const { stage, job, task } = tree.placeOf(record);
    const names = [stage, job, task].map(each => each?.name ?? '');
    return names.filter(name => name !== '' && name !== explain_tree/* noStage */.u).join(' > ');
}

;// CONCATENATED MODULE: ./build/core/explain/watch.js








const timeout = 20_000;
class Watch {
    tools;
    turn = 0;
    refused = false;
    constructor(tools) {
        this.tools = tools;
    }
    async describe(open) {
        const build = open[this.turn++ % Math.max(1, open.length)];
        if (build === undefined || this.refused)
            return [];
        const line = await this.lineOf(build);
        return line === undefined ? [] : [open.length > 1 ? `${(0,builds_build/* nameOf */.Vb)(build)}: ${line}` : line];
    }
    async describeAll(open) {
        const lines = await Promise.all(open.map(async (build) => ({ build, line: await this.lineOf(build) })));
        return lines.flatMap(({ build, line }) => (line === undefined ? [] : [`${(0,builds_build/* nameOf */.Vb)(build)}: ${line}`]));
    }
    async lineOf(build) {
        const { service, redact, pageOf } = this.tools;
        const request = (0,requests/* timelineRequest */.XG)(build, service.clock.now() + timeout);
        try {
            const timeline = await service.request(request, response => (0,explain_timeline/* readTimeline */.G)(response, redact));
            return describe(build, activitiesOf(new explain_tree/* Tree */.P(timeline.records), service.now()), pageOf(build));
        }
        catch (error) {
            service.signal.throwIfAborted();
            this.refused = error instanceof errors/* ServiceError */._7 && !error.transient;
            return `What it is doing cannot be shown. ${(0,base_text/* shorten */.ml)((0,errors/* messageOf */.bD)(error).split('\n')[0] ?? '', 300)}`;
        }
    }
}
function describe({ status }, activities, page) {
    const text = describeActivities(activities);
    if (activities.some(({ sort }) => sort === 'person'))
        return `${text}. Somebody must act: ${(0,explain_link/* overviewOf */.b)(page)}`;
    if (text !== '')
        return `${text}.`;
    return status === 'notStarted' ? 'No job has begun: the build is in the queue for an agent.' : undefined;
}


/***/ })

};
;