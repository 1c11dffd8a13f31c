/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 373:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
__webpack_unused_export__ = exports.zH = void 0;
//
// Command Format:
//    ##vso[artifact.command key=value;key=value]user message
//    
// Examples:
//    ##vso[task.progress value=58]
//    ##vso[task.issue type=warning;]This is the user warning message
//
var CMD_PREFIX = '##vso[';
var TaskCommand = /** @class */ (function () {
    function TaskCommand(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    TaskCommand.prototype.toString = function () {
        var cmdStr = CMD_PREFIX + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            for (var key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    var val = this.properties[key];
                    if (val) {
                        // safely append the val - avoid blowing up when attempting to
                        // call .replace() if message is not a string for some reason
                        cmdStr += key + '=' + escape('' + (val || '')) + ';';
                    }
                }
            }
        }
        cmdStr += ']';
        // safely append the message - avoid blowing up when attempting to
        // call .replace() if message is not a string for some reason
        var message = '' + (this.message || '');
        cmdStr += escapedata(message);
        return cmdStr;
    };
    return TaskCommand;
}());
exports.zH = TaskCommand;
function commandFromString(commandLine) {
    var preLen = CMD_PREFIX.length;
    var lbPos = commandLine.indexOf('[');
    var rbPos = commandLine.indexOf(']');
    if (lbPos == -1 || rbPos == -1 || rbPos - lbPos < 3) {
        throw new Error('Invalid command brackets');
    }
    var cmdInfo = commandLine.substring(lbPos + 1, rbPos);
    var spaceIdx = cmdInfo.indexOf(' ');
    var command = cmdInfo;
    var properties = {};
    if (spaceIdx > 0) {
        command = cmdInfo.trim().substring(0, spaceIdx);
        var propSection = cmdInfo.trim().substring(spaceIdx + 1);
        var propLines = propSection.split(';');
        propLines.forEach(function (propLine) {
            propLine = propLine.trim();
            if (propLine.length > 0) {
                var eqIndex = propLine.indexOf('=');
                if (eqIndex == -1) {
                    throw new Error('Invalid property: ' + propLine);
                }
                var key = propLine.substring(0, eqIndex);
                var val = propLine.substring(eqIndex + 1);
                properties[key] = unescape(val);
            }
        });
    }
    var msg = unescapedata(commandLine.substring(rbPos + 1));
    var cmd = new TaskCommand(command, properties, msg);
    return cmd;
}
__webpack_unused_export__ = commandFromString;
function escapedata(s) {
    return s.replace(/%/g, '%AZP25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function unescapedata(s) {
    return s.replace(/%0D/g, '\r')
        .replace(/%0A/g, '\n')
        .replace(/%AZP25/g, '%');
}
function escape(s) {
    return s.replace(/%/g, '%AZP25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/]/g, '%5D')
        .replace(/;/g, '%3B');
}
function unescape(s) {
    return s.replace(/%0D/g, '\r')
        .replace(/%0A/g, '\n')
        .replace(/%5D/g, ']')
        .replace(/%3B/g, ';')
        .replace(/%AZP25/g, '%');
}


/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./build/core/base/nearest.js
/** Up to `limit` candidates that a slip of the fingers could have turned into `word`, nearest first. */
function nearest(word, candidates, limit = 3) {
    const near = [];
    for (const candidate of new Set(candidates)) {
        const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
        const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
        if (distance <= allowed || contains(candidate, word))
            near.push({ candidate, distance });
    }
    return near
        .sort((a, b) => a.distance - b.distance)
        .slice(0, limit)
        .map(({ candidate }) => candidate);
}
function contains(candidate, word) {
    return word.length >= 3 && candidate.toLowerCase().includes(word.toLowerCase());
}
/** Levenshtein distance: how many characters to insert, delete or replace. */
function editDistance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}

;// CONCATENATED MODULE: ./build/core/base/time.js
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
/** What the service writes, but for the last days of a month: no other check is needed to know that it is a real time. */
const usual = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,7}))?Z$/;
/** Reads ISO 8601; a time without an offset is UTC, as the service's own are. Undefined where it is no real time. */
function instant(text) {
    // Dates take thirty times as long, and three times are read of each build.
    const [, second, decimals = ''] = usual.exec(text) ?? [];
    if (second !== undefined)
        return `${second}.${decimals.padEnd(7, '0')}Z`;
    const [, day, minutes = '00:00', seconds = '00', fraction = '', offset = 'Z'] = iso.exec(text.trim()) ?? [];
    if (day === undefined)
        return undefined;
    if (!realDay(day))
        return undefined;
    const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
    const whole = instantOf(Date.parse(`${day}T${minutes}:${seconds}${zone}`));
    return whole && `${whole.slice(0, 19)}.${fraction.slice(0, 7).padEnd(7, '0')}Z`;
}
/** The same of milliseconds since 1970. Undefined outside the years 0 to 9999, which are written otherwise. */
function instantOf(time) {
    const text = Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : '';
    return text.length === 24 ? `${text.slice(0, 23)}0000Z` : undefined;
}
/** Date itself takes the 31st of June and makes it July. */
function realDay(day) {
    const date = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
/** Milliseconds since 1970. */
function milliseconds(time) {
    return Date.parse(`${time.slice(0, 23)}Z`);
}
/** `3d 4h`, `2h 5m`, `3m 12s`, `12s`, `0.4s`: the two largest units. */
function formatDuration(duration) {
    if (duration < 10_000 && duration % 1000 !== 0)
        return `${(duration / 1000).toFixed(1)}s`;
    const seconds = Math.round(duration / 1000);
    const parts = [
        [Math.floor(seconds / 86_400), 'd'],
        [Math.floor(seconds / 3600) % 24, 'h'],
        [Math.floor(seconds / 60) % 60, 'm'],
        [seconds % 60, 's'],
    ];
    const first = parts.findIndex(([amount]) => amount > 0);
    if (first < 0)
        return '0s';
    const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0);
    return shown.map(([amount, unit]) => `${amount}${unit}`).join(' ');
}
/** Milliseconds: a timer that is set for longer ends at once. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimer = 2 ** 31 - 1;
const systemClock = {
    now: Date.now,
    sleep: (duration, signal) => new Promise((resolve, reject) => {
        if (signal.aborted)
            return reject(signal.reason);
        const onAbort = () => {
            clearTimeout(timer);
            reject(signal.reason);
        };
        const timer = setTimeout(() => {
            signal.removeEventListener('abort', onAbort);
            resolve();
        }, Math.min(duration, longestTimer));
        signal.addEventListener('abort', onAbort, { once: true });
    }),
};

;// CONCATENATED MODULE: ./build/core/inputs/input-types.js


/** Why a value is not of its kind. */
class Problem extends Error {
    name = 'Problem';
}
const second = 1000;
const units = { s: second, m: 60 * second, h: 3600 * second, d: 86_400 * second };
/** Reads `90s`, `15m`, `2h`, `7d` as milliseconds. */
function parseDuration(text) {
    const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
    if (amount === undefined || unit === undefined)
        throw new Problem('is not a duration. Write a whole number and a unit: 90s, 15m, 2h or 7d');
    return Number(amount) * (units[unit] ?? 0);
}
/** Splits at newlines and commas; an item in double quotes keeps its commas; items are trimmed, empty ones dropped. */
function parseList(text) {
    return text.split(/\r\n|\r|\n/).flatMap(parseLine);
}
function parseLine(line) {
    const items = [];
    const item = /\s*(?:"([^"]*)"\s*(?=,|$)|([^\s",][^,]*)?)(?:,|$)/gy;
    while (item.lastIndex < line.length) {
        const found = item.exec(line);
        if (found === null)
            throw new Problem('has a double quote that does not close its item. Write "like, this"');
        const value = (found[1] ?? found[2] ?? '').trim();
        if (value !== '')
            items.push(value);
    }
    return items;
}
function parseNumber(text, { least = 0, most = 2_147_483_647 }) {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
        throw new Problem(`is not a whole number from ${least} to ${most}`);
    return value;
}
function parseTime(text, { now }) {
    const value = /^\d+[smhd]$/.test(text) ? instantOf(now - parseDuration(text)) : instant(text);
    if (value === undefined)
        throw new Problem('is not a time. Write ISO 8601, as 2026-11-23 or 2026-11-23T08:00:00Z, or how long ago, as 7d');
    return value;
}
function parseDate(text) {
    const value = /^\d{4}-\d\d-\d\d$/.test(text) ? instant(text) : undefined;
    if (value === undefined)
        throw new Problem('is not a date. Write it as 2026-11-23');
    return value;
}
function parseChoice(text, { values = [] }) {
    const value = values.find(allowed => allowed.toLowerCase() === text.toLowerCase());
    if (value !== undefined)
        return value;
    const guess = nearest(text, values)[0];
    throw new Problem(`is not one of ${values.join(', ')}${guess === undefined ? '' : `. Did you mean ${guess}?`}`);
}
function parseBoolean(text) {
    const word = text.toLowerCase();
    if (word !== 'true' && word !== 'false')
        throw new Problem('is neither true nor false');
    return word === 'true';
}
/** One reader for each kind. */
const readers = {
    text: text => text,
    secret: text => text,
    connection: text => text,
    list: text => filled(parseList(text)),
    numbers: (text, bounds) => filled(parseList(text)).map(item => parseItem(item, bounds, parseNumber)),
    number: parseNumber,
    boolean: parseBoolean,
    duration: (text, { least = 0 }) => {
        const value = parseDuration(text);
        if (value < least)
            throw new Problem('is no time at all');
        return value;
    },
    time: parseTime,
    date: parseDate,
    choice: parseChoice,
    choices: (text, bounds) => filled(parseList(text)).map(item => parseItem(item, bounds, parseChoice)),
};
/** Commas alone, as of two variables that are both empty, would quietly ask without the filter. */
function filled(items) {
    if (items.length === 0)
        throw new Problem('is a list without items. Give one, or leave it out');
    return items;
}
function parseItem(item, bounds, read) {
    try {
        return read(item, bounds);
    }
    catch (error) {
        throw error instanceof Problem ? new Problem(`has the item "${item}", which ${error.message}`) : error;
    }
}

;// CONCATENATED MODULE: ./build/core/inputs/organization.js

/**
 * Reads a name or any base URL. The host is never rebuilt: jobs of an organization with the old address, and servers,
 * only work with the one that they have.
 */
function parseOrganization(text, allowHttp) {
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
        return { url: `https://dev.azure.com/${parseName(text)}` };
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.hostname === '')
        throw new Problem('is not a URL');
    if (url.username !== '' || url.password !== '')
        throw new Problem('holds a user name or a password in its URL. Give the token in pat');
    if (url.search !== '' || url.hash !== '')
        throw new Problem('has a ? or # in its URL. Give the base URL only');
    if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname))
        throw new Problem('is http://, which would show the token to everyone on the way. Use https://, or allow-http');
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw new Problem('is neither https:// nor http://');
    const path = url.pathname.replace(/\/+$/, '');
    if (/^dev\.azure\.com$/i.test(url.hostname) && !/^\/[^/]+$/.test(path))
        throw new Problem('must end with the organization’s name alone, as https://dev.azure.com/contoso');
    return { url: `${url.origin}${path}` };
}
/** https://learn.microsoft.com/azure/devops/organizations/settings/naming-restrictions */
function parseName(text) {
    if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(text))
        throw new Problem('is neither a name, as contoso, nor a URL, as https://dev.azure.com/contoso');
    return encodeURIComponent(text);
}
/** https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy: nobody is on the way to such an address. */
function isLoopback(hostname) {
    return /^(?:localhost|(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
/** The page of a build. Built here and never taken from an answer, so that nobody can lead a reader elsewhere. */
function buildPage(organization, project, id) {
    return `${organization.url}/${encodeURIComponent(project.toWellFormed())}/_build/results?buildId=${id}`;
}

;// CONCATENATED MODULE: ./build/core/result/outputs.js
/** Every output, once, under its GitHub name; on Azure the same words in camelCase. */
const outputs = {
    count: 'How many builds were returned.',
    truncated: '`true` when more may match than were returned: `top` or `scan-limit` cut, or the service stopped making progress.',
    outcome: '`passed`, `failed`, `none`, `timed-out`, `canceled`, `dry-run` or `error`.',
    'build-id': 'Id of the first build in `order`; empty, as all that follow, where there is none.',
    'build-number': 'Its build number.',
    'build-status': 'Its status: `completed`, `inProgress`, `notStarted` …',
    'build-result': 'Its result: `succeeded`, `partiallySucceeded`, `failed` or `canceled`; empty until it is completed.',
    'build-url': 'Its page.',
    'definition-id': 'Id of its pipeline.',
    'definition-name': 'Name of its pipeline.',
    'source-branch': 'Its branch, as `refs/heads/main`.',
    'source-version': 'Its commit.',
    'queue-time': 'When it was queued, ISO 8601 in UTC.',
    'start-time': 'When it started.',
    'finish-time': 'When it finished.',
    builds: 'A JSON array of the builds with these fields: `id`, `buildNumber`, `status`, `result`, `url`, `project`, `definitionId`, `definitionName`, `sourceBranch`, `sourceVersion`, `queueTime`, `startTime`, `finishTime`; as many as fit in 32 KiB.',
    'builds-file': 'Absolute path of a JSON array with every returned build as the service sent it.',
};
const outputNames = Object.keys(outputs);

;// CONCATENATED MODULE: ./build/core/result/output-values.js


/** Later scripts get outputs as environment variables, which have limits: https://github.com/actions/runner/issues/1733 */
const mostBytes = 32 * 1024;
/** Every output of a run. Without a listing everything but the outcome is empty, so that nothing reads like an answer. */
function outputsOf(outcome, listing, organization) {
    const empty = Object.fromEntries(outputNames.map(name => [name, '']));
    if (listing === undefined || organization === undefined)
        return { ...empty, outcome };
    const briefs = listing.builds.map(build => brief(build, organization));
    const [first] = briefs;
    return {
        count: String(listing.count),
        truncated: String(listing.truncated),
        outcome,
        'build-id': String(first?.id ?? ''),
        'build-number': first?.buildNumber ?? '',
        'build-status': first?.status ?? '',
        'build-result': first?.result ?? '',
        'build-url': first?.url ?? '',
        'definition-id': String(first?.definitionId ?? ''),
        'definition-name': first?.definitionName ?? '',
        'source-branch': first?.sourceBranch ?? '',
        'source-version': first?.sourceVersion ?? '',
        'queue-time': first?.queueTime ?? '',
        'start-time': first?.startTime ?? '',
        'finish-time': first?.finishTime ?? '',
        builds: fitting(briefs),
        'builds-file': listing.path,
    };
}
function brief(build, organization) {
    const { id, buildNumber, status, result, project, definitionId, definitionName } = build;
    const { sourceBranch, sourceVersion, queueTime, startTime, finishTime } = build;
    const url = buildPage(organization, project, id);
    return {
        id,
        buildNumber,
        status,
        result,
        url,
        project,
        definitionId,
        definitionName,
        sourceBranch,
        sourceVersion,
        queueTime,
        startTime,
        finishTime,
    };
}
/** A JSON array of as many of the first items as fit. */
function fitting(items) {
    const texts = [];
    let size = 2;
    for (const item of items) {
        const text = JSON.stringify(item);
        size += Buffer.byteLength(text) + 1;
        if (size > mostBytes)
            break;
        texts.push(text);
    }
    return `[${texts.join(',')}]`;
}

;// CONCATENATED MODULE: ./build/core/errors/causes.js
const signIn = 'The token was not accepted, or something between here and Azure DevOps (a proxy, a sign-in portal) answered in its place.';
/**
 * Every error that the step knows, once: the messages, how each is recognised, and the README's troubleshooting table.
 * Codes and texts of the service: https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits, the
 * exceptions of https://github.com/microsoft/azure-pipelines-agent and what users report.
 */
const causes = {
    'input-invalid': {
        what: 'An input cannot be used.',
        why: 'Each line below names the input and what is wrong with it.',
        fix: 'Correct the inputs; no request has been sent.',
    },
    'token-empty': {
        what: 'The token is empty.',
        why: 'The secret does not exist under that name, or the workflow runs for a pull request from a fork, which gets no secrets.',
        fix: 'Check the name of the secret and where it is defined; do not run this step for pull requests from forks.',
    },
    'token-unexpanded': {
        what: 'The token is a reference to a variable that was not replaced.',
        why: 'No variable of that name exists where the step runs, or it is secret and was not made available to this job.',
        fix: 'Define the variable, or link its variable group, and check the spelling.',
    },
    'token-short': {
        what: 'The token is shorter than 8 characters.',
        why: 'That is no token of Azure DevOps, and hiding so short a text would blank out the whole log.',
        fix: 'Store the token as Azure DevOps shows it.',
    },
    'token-quoted': {
        what: 'The token stands in quotes.',
        why: 'The quotes were stored with the token.',
        fix: 'Store the token without quotes.',
    },
    'token-scheme': {
        what: 'The token begins with Basic or Bearer.',
        why: 'A whole Authorization header was stored instead of the token.',
        fix: 'Store only the token; the step builds the header itself.',
    },
    'token-spaces': {
        what: 'The token has white space inside.',
        why: 'A line break or a blank came in when it was copied, or several values are stored together.',
        fix: 'Copy the token again, as one piece.',
    },
    'token-encoded': {
        what: 'The token is encoded in Base64 already.',
        why: 'It decodes to a user name, a colon and a token, the form that scripts with curl need.',
        fix: 'Store the token as Azure DevOps shows it; the step encodes it itself.',
    },
    'token-missing-for-organization': {
        what: 'The job’s own token is only for the job’s own organization.',
        why: 'The step asks another organization and has no token for it.',
        fix: 'Give a personal access token of that organization in pat, or a service connection.',
    },
    'proxy-password': {
        what: 'The proxy wants a user name and a password.',
        why: 'It answered the request for a tunnel with 407.',
        fix: 'Put them into the proxy’s URL, as http://user:password@proxy:8080, or into the agent’s proxy settings.',
        signs: [{ code: /^PROXY_407$/ }, { status: [407] }],
    },
    'proxy-refused': {
        what: 'The proxy did not connect to Azure DevOps.',
        why: 'It cannot be reached, or it does not allow this address.',
        fix: 'Check the proxy’s URL (https_proxy, or the agent’s proxy settings), allow the organization’s address in the proxy, or name the address in no_proxy.',
        signs: [{ code: /^PROXY_/ }],
    },
    certificate: {
        what: 'The server’s certificate is not trusted.',
        why: 'It was issued by an authority that Node.js does not know (a company’s own, or of a proxy that looks inside), it has expired, or it is for another name.',
        fix: 'Set NODE_EXTRA_CA_CERTS, in the environment of the runner, to a file with the authority’s certificate in PEM form; on Azure Pipelines the agent’s own --sslcacert is used too.',
        signs: [{ code: /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^ERR_TLS_CERT/ }],
    },
    'name-unresolved': {
        what: 'The server’s name cannot be resolved.',
        why: 'The organization’s URL is misspelt, or this machine has no name service for it.',
        fix: 'Check the organization’s URL and, behind a proxy, https_proxy.',
        signs: [{ code: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/ }],
    },
    'connection-refused': {
        what: 'The connection was refused.',
        why: 'Nothing listens at that address, or a firewall stands between.',
        fix: 'Check the organization’s URL and port, and that this machine may reach it.',
        signs: [{ code: /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|EADDRNOTAVAIL)$/ }],
    },
    'request-timed-out': {
        what: 'The request took too long.',
        why: 'The service or the network is slow, or drops what is sent.',
        fix: 'Ask for less (top, definitions, min-time), or raise request-timeout.',
        signs: [{ code: /^(REQUEST_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/ }, { status: [408] }],
    },
    'tls-mismatch': {
        what: 'The server does not speak TLS as expected.',
        why: 'https:// is used for a port that serves http://, or something in between breaks the connection.',
        fix: 'Check the scheme and the port of the organization’s URL.',
        signs: [{ code: /^(EPROTO|ERR_SSL_|ERR_TLS_)/ }],
    },
    'answer-too-large': {
        what: 'The answer is larger than the step accepts.',
        why: 'No page of builds is that large.',
        fix: 'Ask for less (top), and report it if the service really sends this.',
        signs: [{ code: /^BODY_TOO_LARGE$/ }],
    },
    'answer-encoding': {
        what: 'The answer is encoded in a way that was not asked for.',
        why: 'A proxy changed the answer on the way.',
        fix: 'Check the proxy, or go around it with no_proxy.',
        signs: [{ code: /^BODY_ENCODING$/ }],
    },
    'answer-broken': {
        what: 'The answer is not whole.',
        why: 'It was cut short or damaged on the way, so nothing of it was used.',
        fix: 'Run the step again; if it happens often, look at what stands between this machine and Azure DevOps.',
        signs: [{ code: /^(BODY_|Z_|ECONN|EPIPE|ERR_STREAM|HPE_)/ }],
    },
    'network-failed': {
        what: 'The request did not get through.',
        why: 'The network failed in a way that the step does not know.',
        fix: 'Run the step again, and look at the code below.',
        signs: [{ code: /./ }],
    },
    throttled: {
        what: 'Azure DevOps is slowing this identity down.',
        why: 'It has used more than its share of resources (TF400733).',
        fix: 'Ask less often or for less, lower concurrency, or raise timeout so that the step can wait as long as it is asked to.',
        signs: [{ status: [429] }, { text: /TF400733/ }, { typeKey: /^RequestBlockedException$/ }],
    },
    'conditional-access': {
        what: 'A conditional access policy refuses this machine.',
        why: 'The organization’s Microsoft Entra policies do not allow tokens from this address (VS403463).',
        fix: 'Run on a machine whose address is allowed, such as a self-hosted runner, or ask an administrator.',
        signs: [{ text: /VS403463/ }],
    },
    'identity-not-in-organization': {
        what: 'The identity is not in the organization.',
        why: 'The token’s owner has never signed in there (TF401444).',
        fix: 'Sign in to the organization once with that account, or add the service principal to it.',
        signs: [{ text: /TF401444/ }],
    },
    'token-expired': {
        what: 'The personal access token has expired.',
        why: 'Every token has an end, and policies may set an early one.',
        fix: 'Create a new token with the scope Build (Read), store it in the secret, and tell pat-expires-on its end.',
        signs: [{ text: /token[^.]{0,40}has expired/i }],
    },
    'project-unknown': {
        what: 'The project does not exist, or the token cannot see it.',
        why: 'The name is misspelt, it is a project of another organization, or the token’s owner is no member (TF200016, VS800075).',
        fix: 'Check project and organization, and that the token’s owner can open the project.',
        signs: [{ text: /TF200016|VS800075/ }, { typeKey: /^ProjectDoesNotExist/ }],
    },
    'token-anonymous': {
        what: 'The service did not accept the token and took the step for nobody.',
        why: 'The token is wrong, revoked or of another organization (TF400813).',
        fix: 'Create a token in this very organization, with the scope Build (Read), and store it in the secret.',
        signs: [{ identity: 'anonymous' }, { text: /TF400813/ }],
    },
    'iis-basic-authentication': {
        what: 'The web server, not Azure DevOps, refused the token.',
        why: 'Basic authentication is switched on in the server’s IIS, which breaks personal access tokens.',
        fix: 'Ask the server’s administrator to switch IIS Basic Authentication off.',
        signs: [{ status: [401], authenticate: /\bBasic realm="(?!https?:)/i, content: 'html' }],
    },
    'projects-scope-missing': {
        what: 'The token may not list projects.',
        why: 'project: * needs the scope Project and Team (Read) beside Build (Read).',
        fix: 'Add that scope to the token, or name the projects.',
        signs: [
            { status: [401, 403], identity: 'known', asked: 'projects' },
            { status: [403], asked: 'projects' },
        ],
    },
    'scope-missing': {
        what: 'The token may not read builds.',
        why: 'Azure DevOps knows the token’s owner, but the token lacks the scope Build (Read), or its owner the permission.',
        fix: 'Give the token the scope Build (Read), and its owner the permission to view builds.',
        signs: [{ status: [401], identity: 'known' }, { status: [403] }],
    },
    'token-refused': {
        what: 'Azure DevOps refused the token.',
        why: 'It does not say why: the token lacks the scope Build (Read), has expired or was revoked, or is of another organization.',
        fix: 'Check these three, in that order, under User settings, Personal access tokens; for project: * the token also needs Project and Team (Read).',
        signs: [{ status: [401] }],
    },
    'signed-out': {
        what: 'A sign-in page came instead of builds.',
        why: signIn,
        fix: 'Check the token: its scope Build (Read), its end and its organization; then the proxy.',
        signs: [
            { status: [203] },
            { status: [300, 301, 302, 303, 304, 305, 306, 307, 308] },
            { status: [200, 201, 202], content: 'html' },
        ],
    },
    'api-version-refused': {
        what: 'The server does not know this API version.',
        why: 'api-version is newer than the server, is a preview without saying so, or is no version.',
        fix: 'Leave api-version empty, and the step finds the one that fits.',
        signs: [{ typeKey: /^Vss(VersionOutOfRange|InvalidPreviewVersion|InvalidApiResourceVersion|VersionNotSpecified)/ }],
    },
    'time-filter-unsupported': {
        what: 'This server can filter by finish time only.',
        why: 'Servers before API version 4.1 (Team Foundation Server 2018 Update 2) know no other time.',
        fix: 'Set order to finishTimeDescending or finishTimeAscending, or leave min-time and max-time out.',
    },
    'filter-refused': {
        what: 'The service refused this combination of filters.',
        why: 'Not every status, order and time filter go together.',
        fix: 'Leave filters out until it passes, and report the combination.',
        signs: [{ typeKey: /^InvalidBuildQueryException$/ }],
    },
    'organization-unknown': {
        what: 'There is no Azure DevOps at that address.',
        why: 'The organization’s name or the collection’s URL is wrong; on a server, a part of the path may be missing or doubled.',
        fix: 'Open the organization’s URL in a browser, and copy it from there.',
        signs: [
            { status: [404], content: 'html' },
            { status: [404], content: 'other' },
            { status: [404], content: 'none' },
        ],
    },
    'request-refused': {
        what: 'The service refused the request.',
        why: 'One of the values is not what it expects.',
        fix: 'Read what it says, and correct the input that it names.',
        signs: [{ status: [400, 404, 405, 406, 409, 410, 413, 414, 415, 422] }],
    },
    'service-failed': {
        what: 'Azure DevOps failed.',
        why: 'Something broke on its side, or on a proxy before it.',
        fix: 'Run the step again later, and look at https://status.dev.azure.com.',
        signs: [{ status: [500, 501, 502, 503, 504, 505, 507, 508, 511] }],
    },
    'answer-unexpected': {
        what: 'The answer is not what the service sends for this request.',
        why: signIn,
        fix: 'Check the organization’s URL, and what stands between this machine and Azure DevOps.',
        signs: [{}],
    },
    'definition-unknown': {
        what: 'A pipeline of that name does not exist.',
        why: 'It is misspelt, was renamed, is in another project, or the token’s owner cannot see it.',
        fix: 'Write the name as the portal shows it, with its \\folder where the name stands in several, or use its id.',
    },
    'definition-ambiguous': {
        what: 'Several pipelines have that name.',
        why: 'Names are unique only within a folder.',
        fix: 'Write the path of the one that is meant.',
    },
    'out-of-time': {
        what: 'The time for the query is over.',
        why: 'There is more to ask, or the service is slower, than timeout allows.',
        fix: 'Ask for less (top, min-time, definitions), or raise timeout.',
    },
    'output-file-unwritable': {
        what: 'The file of builds cannot be written.',
        why: 'The folder may not be written to, or the disk is full.',
        fix: 'Choose another output-file.',
    },
    unexpected: {
        what: 'The step itself failed.',
        why: 'This is a mistake in the step.',
        fix: 'Please report it with the lines above.',
    },
};
/** The first cause whose signs the failure shows. */
function diagnose(failure) {
    const rows = Object.entries(causes);
    return rows.find(([, { signs }]) => signs?.some(sign => shows(failure, sign)))?.[0] ?? 'answer-unexpected';
}
function shows(failure, sign) {
    return ((sign.status === undefined || sign.status.includes(failure.status ?? 0)) &&
        (sign.typeKey === undefined || sign.typeKey.test(failure.typeKey ?? '')) &&
        (sign.text === undefined || sign.text.test(failure.text ?? '')) &&
        (sign.code === undefined || sign.code.test(failure.code ?? '')) &&
        (sign.authenticate === undefined || sign.authenticate.test(failure.authenticate ?? '')) &&
        (sign.identity === undefined || sign.identity === failure.identity) &&
        (sign.content === undefined || sign.content === failure.content) &&
        (sign.asked === undefined || sign.asked === failure.asked));
}

;// CONCATENATED MODULE: ./build/core/errors/errors.js

/** Everything that ends the step with an error, as one sentence each: what happened, why, and what to do. */
class StepError extends Error {
    name = 'StepError';
    reason;
    /** @param details what is particular to this case; each becomes a line or a clause of its own. */
    constructor(reason, details = [], original) {
        const { what, why, fix } = causes[reason];
        super([`${what} ${why} ${fix}`, ...details].join('\n'), original === undefined ? {} : { cause: original });
        this.reason = reason;
    }
}
/** Inputs that cannot be used, all at once; no request has been sent. */
class InputError extends StepError {
    problems;
    name = 'InputError';
    constructor(problems) {
        super('input-invalid', problems);
        this.problems = problems;
    }
}
/** A request that did not give a usable answer. */
class ServiceError extends StepError {
    passing;
    name = 'ServiceError';
    /** @param passing whether the same request may succeed later */
    constructor(reason, details, passing, original) {
        super(reason, details, original);
        this.passing = passing;
    }
}
/** The host asked the step to stop. */
class CanceledError extends Error {
    signal;
    name = 'CanceledError';
    constructor(signal) {
        super(`The step was canceled (${signal}).`);
        this.signal = signal;
    }
}
/** What a thrown value says, whatever it is. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ./build/core/host/cancellation.js

/** Listens for what hosts send to cancel a step: SIGINT, and SIGTERM some seconds later. */
function listenForCancellation() {
    const controller = new AbortController();
    const onInterrupt = () => controller.abort(new CanceledError('SIGINT'));
    const onTerminate = () => controller.abort(new CanceledError('SIGTERM'));
    process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
    return {
        signal: controller.signal,
        stop: () => void process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate),
    };
}

;// CONCATENATED MODULE: ./build/core/credential/credential.js
/** Hiding anything shorter would blank out the log. */
const shortest = 8;
/** A JSON Web Token: three parts, the first an object in Base64. Never told by length; formats change. */
function isJwt(token) {
    return /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
}
/** The credential of a token: `Basic base64(username:token)`; `Bearer` for a JSON Web Token, and for the job's own. */
function credentialOf({ token, source }, username) {
    if (isJwt(token) || source === 'the job’s own token')
        return { scheme: 'Bearer', authorization: `Bearer ${token}` };
    return { scheme: 'Basic', authorization: `Basic ${base64(`${username}:${token}`)}` };
}
/**
 * Every form in which the token could show up, longest first: as it is, as the credential that is sent, percent-encoded,
 * inside JSON, and the parts of a value that is a credential or several lines rather than a token. Empty for a value
 * that is no secret.
 */
function secretForms(value, username) {
    if (isReference(value))
        return [];
    const tokens = [value, value.trim(), ...value.split(/\s+/), ...hiddenToken(value)];
    const forms = tokens.flatMap(token => [
        token,
        base64(`${username}:${token}`),
        encodeURIComponent(token.toWellFormed()),
        JSON.stringify(token).slice(1, -1),
    ]);
    return [...new Set(forms)].filter(form => form.trim().length >= shortest).sort((a, b) => b.length - a.length);
}
/** What is wrong with a token by its looks; undefined when it can be tried. */
function tokenProblem(token) {
    if (token === '')
        return 'token-empty';
    if (isReference(token))
        return 'token-unexpanded';
    if (/^(["'`]).*\1$/s.test(token))
        return 'token-quoted';
    if (/^(basic|bearer)\s/i.test(token))
        return 'token-scheme';
    if (/\s/.test(token))
        return 'token-spaces';
    if (token.length < shortest)
        return 'token-short';
    if (hiddenToken(token).length > 0)
        return 'token-encoded';
    return undefined;
}
/** `$(NAME)`, `${{ … }}`, `$[ … ]`: hosts leave a reference as it is when they know no such variable. */
function isReference(token) {
    return /^(?:\$\([^)]*\)|\$\{\{.*\}\}|\$\[.*\])$/s.test(token.trim());
}
/** The token inside `base64(name:token)`: printable text with a colon and 20 or more characters after it. */
function hiddenToken(value) {
    const encoded = value.replace(/^(basic)\s+/i, '').trim();
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
        return [];
    const text = Buffer.from(encoded, 'base64').toString('latin1');
    const [, token] = /^[\x20-\x7e]*?:([\x20-\x7e]{20,})$/.exec(text) ?? [];
    return token === undefined ? [] : [token];
}
function base64(text) {
    return Buffer.from(text, 'utf8').toString('base64');
}

;// CONCATENATED MODULE: ./build/core/builds/build.js

/** Reads one element of a page; undefined when it is no build. The wire's own form ends here. */
function readBuild(json, project) {
    const build = object(json);
    if (!Number.isSafeInteger(build.id))
        return undefined;
    const definition = object(build.definition);
    return {
        id: build.id,
        buildNumber: build_text(build.buildNumber),
        status: build_text(build.status),
        result: build_text(build.result),
        project: build_text(object(build.project).name) || project,
        definitionId: Number.isSafeInteger(definition.id) ? definition.id : undefined,
        definitionName: build_text(definition.name),
        sourceBranch: build_text(build.sourceBranch),
        sourceVersion: build_text(build.sourceVersion),
        pullRequestCommit: build_text(object(build.triggerInfo)['pr.sourceSha']),
        reason: build_text(build.reason),
        queueTime: build_text(build.queueTime),
        startTime: build_text(build.startTime),
        finishTime: build_text(build.finishTime),
    };
}
function object(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function build_text(value) {
    return typeof value === 'string' ? value : '';
}
/** A time of a build; the year 1 is how the service writes that there is none. */
function timeOf(text) {
    return text === '' || text.startsWith('0001-') ? undefined : instant(text);
}
/** How long it ran, in milliseconds; undefined while it has not started and finished. */
function durationOf(build) {
    const [start, finish] = [timeOf(build.startTime), timeOf(build.finishTime)];
    if (start === undefined || finish === undefined)
        return undefined;
    return Math.max(0, Date.parse(finish) - Date.parse(start));
}

;// CONCATENATED MODULE: ./build/core/service/failure.js
const anonymousId = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa';
/** What is wrong with an answer as a whole; undefined for one that may be read. */
function failureOf(answer, asked) {
    const { status, headers } = answer;
    const content = contentOf(answer);
    const identity = identityOf(header(headers, 'x-vss-userdata'));
    if (status === 200 && content === 'json' && identity !== 'anonymous')
        return undefined;
    const error = content === 'json' ? readError(answer.body) : {};
    const text = error.text ?? serviceError(header(headers, 'x-tfs-serviceerror')) ?? title(answer, content);
    const authenticate = header(headers, 'www-authenticate');
    return {
        status,
        content,
        ...(identity === undefined ? {} : { identity }),
        ...(asked === undefined ? {} : { asked }),
        ...(error.typeKey === undefined ? {} : { typeKey: error.typeKey }),
        ...(text === undefined ? {} : { text }),
        ...(authenticate === undefined ? {} : { authenticate }),
    };
}
/** Names the answer in the service's own logs; support asks for it. */
function activityId({ headers }) {
    return header(headers, 'activityid') ?? header(headers, 'x-vss-e2eid');
}
function header(headers, name) {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
}
function contentOf({ headers, body }) {
    if (body.length === 0 && header(headers, 'content-type') === undefined)
        return 'none';
    const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/json')
        return 'json';
    return type === 'text/html' || /^\s*<(!doctype|html)/i.test(body.toString('latin1', 0, 64)) ? 'html' : 'other';
}
/** `x-vss-userdata` is `id:address` of the token's owner; nothing of it is ever shown. */
function identityOf(userdata) {
    if (userdata === undefined || userdata === '')
        return undefined;
    return userdata.toLowerCase().startsWith(anonymousId) ? 'anonymous' : 'known';
}
/**
 * Reads both shapes of an error body: the serialised exception
 * (https://github.com/actions/runner/blob/main/src/Sdk/Common/Common/WrappedException.cs) and the web framework's own
 * `{"count":1,"value":{"Message":…}}`, which looks like a page.
 */
function readError(body) {
    let json;
    try {
        json = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
    }
    catch {
        return {};
    }
    const outer = fields(json);
    const text = outer.message ?? fields(outer.value).Message ?? fields(outer.error).message;
    return {
        ...(typeof text === 'string' ? { text } : {}),
        ...(typeof outer.typeKey === 'string' ? { typeKey: outer.typeKey } : {}),
    };
}
function fields(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
/** `X-TFS-ServiceError`: percent-encoded, and on servers with `+` for a blank. */
function serviceError(text) {
    if (text === undefined)
        return undefined;
    try {
        return decodeURIComponent(text.includes('%20') ? text : text.replaceAll('+', ' '));
    }
    catch {
        return text;
    }
}
function title({ body }, content) {
    const start = body.toString('utf8', 0, 4096);
    if (content === 'html')
        return /<title>([^<]*)<\/title>/i.exec(start)?.[1]?.trim() || undefined;
    return content === 'other' ? start.slice(0, 200).trim() || undefined : undefined;
}

;// CONCATENATED MODULE: ./build/core/inputs/order.js


/** Reads `queueTimeDescending` and its like. */
function parseOrder(text) {
    const [, time, direction] = /^(queueTime|startTime|finishTime)(Ascending|Descending)$/.exec(text) ?? [];
    return { time: time, descending: direction === 'Descending' };
}
/** Later than every time that there is: what has not started yet will start last. */
const never = instant('9999-12-31T23:59:59.9999999Z');
/** The time that an order looks at. */
function orderTime(build, { time }) {
    return timeOf(build[time]) ?? never;
}
/** Negative when `a` comes first: by time, and by id where times are equal. */
function inOrder({ descending }) {
    const direction = descending ? -1 : 1;
    return (a, b) => direction * (a.time < b.time ? -1 : a.time > b.time ? 1 : a.build.id - b.build.id);
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = require("node:buffer");
;// CONCATENATED MODULE: ./build/core/service/json-list.js

/** A body that is no `{"count": …, "value": […]}`; `passing` when a part of it may have been lost on the way. */
class PageError extends Error {
    passing;
    name = 'PageError';
    constructor(passing, message) {
        super(message);
        this.passing = passing;
    }
}
/** Stands for the elements while what is around them is read. */
const placeholder = Buffer.from('0');
const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,[]{}');
/**
 * The elements of a page's `value`, each as its own bytes: a page of a thousand builds never becomes a thousand objects
 * at once, and what is written to the file is what the service sent.
 *
 * @throws PageError when the body as a whole is not a page
 */
function splitPage(body) {
    const bytes = body.subarray(body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0);
    if (bytes.length === 0)
        throw new PageError(true, 'the body is empty');
    if (!(0,external_node_buffer_namespaceObject.isUtf8)(bytes))
        throw new PageError(true, 'the body is not UTF-8');
    const list = findList(bytes);
    if (list === undefined)
        throw notAPage(bytes);
    const elements = splitList(bytes, list);
    const last = elements.at(-1);
    const end = closingBracket(bytes, last === undefined ? list + 1 : last.byteOffset - bytes.byteOffset + last.length);
    const frame = parse(Buffer.concat([bytes.subarray(0, list + 1), placeholder, bytes.subarray(end)]));
    const { value } = frame;
    // A second `value` would win in JSON.parse, and what was cut apart would not be what the service meant.
    if (!Array.isArray(value) || value[0] !== 0)
        throw new PageError(false, 'its value is no list');
    return elements;
}
/** One element as a value. */
function parse(bytes) {
    try {
        return JSON.parse(bytes.toString('utf8'));
    }
    catch {
        throw new PageError(true, 'the body is not JSON');
    }
}
/** Where the list of the outermost object's `value` begins; undefined where there is none. */
function findList(bytes) {
    let depth = 0;
    for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at];
        if (byte === openObject || byte === openArray)
            depth++;
        else if (byte === closeObject || byte === closeArray)
            depth--;
        else if (byte === quote) {
            const end = endOfString(bytes, at);
            if (depth === 1 && end - at === 7 && bytes.toString('latin1', at + 1, end - 1) === 'value') {
                const [head] = /^\s*:\s*\[/.exec(bytes.toString('latin1', end, end + 64)) ?? [];
                if (head !== undefined)
                    return end + head.length - 1;
            }
            at = end - 1;
        }
    }
    return undefined;
}
/** Cuts the list that begins at `list` at its commas. */
function splitList(bytes, list) {
    const elements = [];
    let depth = 0;
    let start = list + 1;
    for (let at = start; at < bytes.length; at++) {
        const byte = bytes[at];
        if (byte === quote)
            at = endOfString(bytes, at) - 1;
        else if (byte === openObject || byte === openArray)
            depth++;
        else if (depth > 0 && (byte === closeObject || byte === closeArray))
            depth--;
        else if (depth === 0 && (byte === comma || byte === closeArray)) {
            const element = trim(bytes.subarray(start, at));
            if (byte === closeArray && element.length === 0 && elements.length === 0)
                return elements;
            elements.push(element);
            if (byte === closeArray)
                return elements;
            start = at + 1;
        }
    }
    throw new PageError(true, 'the list does not end');
}
/** The byte after the string that begins at `at`. Looking for quotes is much faster than looking at every byte. */
function endOfString(bytes, at) {
    for (let end = bytes.indexOf(quote, at + 1); end >= 0; end = bytes.indexOf(quote, end + 1)) {
        let before = end - 1;
        while (bytes[before] === backslash)
            before--;
        if ((end - before) % 2 === 1)
            return end + 1;
    }
    throw new PageError(true, 'a string does not end');
}
function closingBracket(bytes, from) {
    return bytes.indexOf(closeArray, from);
}
function trim(bytes) {
    let [start, end] = [0, bytes.length];
    while (start < end && isSpace(bytes[start]))
        start++;
    while (end > start && isSpace(bytes[end - 1]))
        end--;
    return bytes.subarray(start, end);
}
function isSpace(byte) {
    return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
/** Whole JSON of another kind is an answer to something else; broken JSON was damaged on the way. */
function notAPage(bytes) {
    const value = parse(bytes);
    if (typeof value !== 'object' || value === null)
        return new PageError(false, 'the body is no object');
    return new PageError(false, 'value' in value ? 'its value is no list' : 'it has no value');
}

;// CONCATENATED MODULE: ./build/core/service/paging.js
/**
 * The unseen items of each page, until the service names no next one.
 *
 * A token is the time of a boundary item, so that items repeat where times are equal, and the service has been seen to
 * give page 1 again (https://github.com/MicrosoftDocs/vsts-rest-api-specs/issues/178): items are told apart by id, and
 * a token that repeats or a page that brings nothing new ends the list instead of looping.
 */
async function* follow({ ask, idOf, ahead, onStuck }) {
    const seen = new Set();
    const tokens = new Set();
    let coming = ask(undefined);
    while (coming !== undefined) {
        const { items, next } = await coming;
        const unseen = items.filter(item => !seen.has(idOf(item)) && seen.add(idOf(item)));
        const stuck = next !== undefined && (tokens.has(next) || unseen.length === 0);
        if (next !== undefined)
            tokens.add(next);
        coming = next === undefined || stuck ? undefined : ahead?.(seen.size) ? askAhead(ask, next) : undefined;
        if (unseen.length > 0)
            yield unseen;
        if (stuck)
            return onStuck();
        if (next !== undefined)
            coming ??= ask(next);
    }
}
/** Asked for before it is wanted: a failure waits, too, until somebody looks. */
function askAhead(ask, token) {
    const page = ask(token);
    page.catch(() => undefined);
    return page;
}

;// CONCATENATED MODULE: ./build/core/builds/query.js


/** More ids than this are asked for as any other query is; so many surely come in one page. */
const onePageOfIds = 200;
/**
 * How many builds a page holds unless fewer are wanted: a compromise between round trips and memory, of which pages of
 * 1,000 take up to a quarter more.
 */
const pageSize = 500;
const unfinished = ['inProgress', 'notStarted', 'cancelling', 'postponed'];
/**
 * How the query is cut so that each list comes in one order: completed builds, and those that are not, which are few.
 * Unfinished ones are asked for first, so that a build that finishes in between is seen twice rather than never.
 */
function sharesOf(settings) {
    const { status, result, buildIds } = settings;
    const all = status.length === 0 || status.includes('all');
    if (result.length > 0 || parseOrder(settings.order).time === 'finishTime')
        return [{ statuses: ['completed'], sorted: true }];
    if (buildIds.length > 0 && buildIds.length <= onePageOfIds)
        return [{ statuses: all ? [] : status, sorted: !all && status.length === 1 }];
    // Before 7.2 no build is abandoned, and the word would be refused.
    const knowsAbandoned = Number.parseFloat(settings.apiVersion || '0') >= 7.2;
    const wanted = all ? [...unfinished, 'completed', ...(knowsAbandoned ? ['abandoned'] : [])] : [...new Set(status)];
    const running = wanted.filter(name => unfinished.includes(name));
    // Completed builds last: they may be very many, and only the last share is streamed.
    const ended = ['abandoned', 'completed'].filter(name => wanted.includes(name));
    return [
        ...(running.length > 0 ? [{ statuses: running, sorted: running.length === 1 }] : []),
        ...ended.map(name => ({ statuses: [name], sorted: true })),
    ];
}
/** What only this side can match, so that the service must not count before it has. */
function filtersHere(settings) {
    return settings.commit !== '' || settings.branch?.kind === 'pattern';
}
/** Start times are judged here where some builds have none: the service’s answer to those is not documented. */
function judgesTimeHere({ order, minTime, maxTime }, { statuses }) {
    if (minTime === undefined && maxTime === undefined)
        return false;
    return parseOrder(order).time === 'startTime' && !(statuses.length === 1 && statuses[0] === 'completed');
}
/** Whether the service may count, builds in all or of a pipeline: only where it drops by itself all that is not wanted. */
function countsThere(settings, share) {
    return share.sorted && !filtersHere(settings) && !judgesTimeHere(settings, share);
}
/** How many builds to ask for on each page; one more than wanted tells whether there are more. */
function pageTop(settings, share) {
    return countsThere(settings, share) ? Math.min(settings.top + 1, pageSize) : pageSize;
}
/**
 * The parameters of the Builds list, names and values not yet encoded:
 * https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#uri-parameters
 * @param definitions ids; empty asks for every pipeline, so a name that was not found must never come so far
 */
function parameters(settings, share, definitions, token, version) {
    const { branch } = settings;
    const all = [
        ['definitions', definitions],
        ['queues', settings.queues],
        ['buildNumber', settings.buildNumber],
        ...times(settings, share, version),
        ['requestedFor', settings.requestedFor],
        ['reasonFilter', settings.reason.includes('all') ? [] : settings.reason],
        ['statusFilter', share.statuses],
        ['resultFilter', settings.result],
        ['tagFilters', settings.tags],
        ['properties', settings.properties],
        ['$top', pageTop(settings, share)],
        ['continuationToken', token],
        ['maxBuildsPerDefinition', countsThere(settings, share) ? settings.maxBuildsPerDefinition : undefined],
        ['deletedFilter', settings.deleted === 'excludeDeleted' ? '' : settings.deleted],
        ['queryOrder', settings.order],
        ['branchName', branch?.kind === 'ref' ? branch.ref : ''],
        ['buildIds', settings.buildIds],
        ['repositoryId', settings.repositoryId],
        ['repositoryType', settings.repositoryType],
    ];
    return all.flatMap(([name, value]) => {
        const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
        return text === '' ? [] : [[name, text]];
    });
}
/** Before 4.1 the service knew finish times only, under other names: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds */
function times(settings, share, version) {
    const old = Number.parseFloat(version) < 4.1;
    const { minTime, maxTime } = judgesTimeHere(settings, share) ? {} : settings;
    if (!old)
        return [
            ['minTime', minTime],
            ['maxTime', maxTime],
        ];
    const type = ['type', 'Build'];
    if (minTime === undefined && maxTime === undefined)
        return [type];
    if (parseOrder(settings.order).time !== 'finishTime')
        throw new StepError('time-filter-unsupported', [`API version: ${version}`]);
    return [type, ['minFinishTime', minTime], ['maxFinishTime', maxTime]];
}

;// CONCATENATED MODULE: ./build/core/builds/filter.js

/** How many builds were looked at, and why some were dropped on this side. */
class Trace {
    lookedAt = 0;
    kept = 0;
    /** Words for what was dropped, and how many. */
    dropped = new Map();
    drop(why) {
        this.dropped.set(why, (this.dropped.get(why) ?? 0) + 1);
    }
}
/** The filters that the service does not have. */
function unwanted(settings, judgesTime) {
    const { branch, minTime, maxTime } = settings;
    const commit = settings.commit.toLowerCase();
    const order = parseOrder(settings.order);
    return build => {
        if (branch?.kind === 'pattern' && !branch.matches(build.sourceBranch))
            return 'of other branches';
        if (commit !== '' && !isOfCommit(build, commit))
            return 'of other commits';
        if (!judgesTime)
            return undefined;
        const time = orderTime(build, order);
        return (minTime !== undefined && time < minTime) || (maxTime !== undefined && time > maxTime)
            ? 'of other times'
            : undefined;
    };
}
function isOfCommit({ sourceVersion, pullRequestCommit }, commit) {
    return sourceVersion.toLowerCase().startsWith(commit) || pullRequestCommit.toLowerCase().startsWith(commit);
}
/** Keeps the first builds of each pipeline, as many as are wanted. */
function capPerDefinition(most) {
    const counts = new Map();
    return ({ definitionId }) => {
        if (most === undefined)
            return undefined;
        const count = (counts.get(definitionId) ?? 0) + 1;
        counts.set(definitionId, count);
        return count > most ? 'beyond the most of their pipeline' : undefined;
    };
}

;// CONCATENATED MODULE: ./build/core/builds/list-builds.js







/** The request for one page of a share. */
function buildsRequest(settings, scope, share, deadline, token) {
    return {
        asked: 'builds',
        project: scope.project,
        path: [scope.project, '_apis', 'build', 'builds'],
        query: version => parameters(settings, share, scope.definitions, token, version),
        deadline,
    };
}
/**
 * The builds of a project that match, in order and without duplicates, as they come. The last share, of completed
 * builds as a rule, is streamed; the others are read before it and find their places in it.
 */
async function* buildsOf(scope, asking) {
    const { settings, trace } = asking;
    const compare = inOrder(parseOrder(settings.order));
    const budget = { left: filtersHere(settings) ? settings.scanLimit : Number.POSITIVE_INFINITY };
    const overMost = capPerDefinition(settings.maxBuildsPerDefinition);
    const keep = ({ build }) => {
        const why = overMost(build);
        if (why === undefined)
            trace.kept++;
        else
            trace.drop(why);
        return why === undefined;
    };
    const shares = sharesOf(settings);
    const streamed = shares.at(-1)?.sorted ? shares.pop() : undefined;
    const early = new Map();
    for (const share of shares)
        for (const found of await readEarly(scope, share, asking, budget))
            early.set(found.build.id, found);
    let waiting = [...early.values()].sort(compare);
    if (streamed !== undefined)
        for await (const batch of readShare(scope, streamed, asking, budget)) {
            const again = new Set(batch.filter(({ build }) => early.has(build.id)).map(({ build }) => build.id));
            // Finished in between: what came last is true. A build that went out already does not go out again.
            const gone = new Set([...again].filter(id => !waiting.some(({ build }) => build.id === id)));
            if (again.size > 0)
                waiting = waiting.filter(({ build }) => !again.has(build.id));
            const fresh = gone.size === 0 ? batch : batch.filter(({ build }) => !gone.has(build.id));
            const [ready, later] = merge(waiting, fresh, compare);
            waiting = later;
            const kept = ready.filter(keep);
            if (kept.length > 0)
                yield kept;
        }
    const rest = waiting.filter(keep);
    if (rest.length > 0)
        yield rest;
}
/** Puts all that comes before the batch's last one in its place; the rest goes on waiting. */
function merge(waiting, batch, compare) {
    if (waiting.length === 0)
        return [batch, waiting];
    const ready = [];
    let next = 0;
    for (const found of batch) {
        for (let first = waiting[next]; first !== undefined && compare(first, found) < 0; first = waiting[++next])
            ready.push(first);
        ready.push(found);
    }
    return [ready, waiting.slice(next)];
}
/** A share that is not streamed: to its end, or as far as it can matter where the service sorts it. */
async function readEarly(scope, share, asking, budget) {
    const { top, maxBuildsPerDefinition } = asking.settings;
    const enough = share.sorted && maxBuildsPerDefinition === undefined ? top + 1 : Number.POSITIVE_INFINITY;
    const all = [];
    for await (const batch of readShare(scope, share, asking, budget)) {
        all.push(...batch);
        if (all.length >= enough)
            break;
    }
    return all;
}
async function* readShare(scope, share, asking, budget) {
    const { settings, trace, onCut } = asking;
    if (budget.left === 0)
        return onCut('scan-limit', scope.project);
    const whyNot = unwanted(settings, judgesTimeHere(settings, share));
    const pages = follow({
        ask: token => askPage(scope, share, asking, token),
        idOf: ({ build }) => build.id,
        ahead: seen => asking.ahead !== false && !filtersHere(settings) && seen <= settings.top,
        onStuck: () => onCut('no progress', scope.project),
    });
    for await (const page of pages) {
        const looked = page.slice(0, budget.left);
        budget.left -= looked.length;
        trace.lookedAt += looked.length;
        const batch = looked.filter(({ build }) => {
            const why = whyNot(build);
            if (why !== undefined)
                trace.drop(why);
            return why === undefined;
        });
        if (batch.length > 0)
            yield batch;
        if (looked.length < page.length)
            return onCut('scan-limit', scope.project);
    }
}
async function askPage(scope, share, asking, token) {
    const request = buildsRequest(asking.settings, scope, share, asking.deadline, token);
    return asking.service.get(request, answer => readPage(answer, scope.project, asking.settings));
}
/** Every element is read before any is used, so that a page counts as a whole or not at all. */
function readPage(answer, project, settings) {
    const order = parseOrder(settings.order);
    const items = splitPage(answer.body).map(bytes => {
        const build = readBuild(parse(bytes), project);
        if (build === undefined)
            throw new PageError(false, 'an element of the list is no build');
        return { build, bytes, time: orderTime(build, order) };
    });
    return { items, next: header(answer.headers, 'x-ms-continuationtoken') || undefined };
}

;// CONCATENATED MODULE: ./build/core/base/text.js
/**
 * Control characters, invisible characters, and everything that can end a line, hide what stands next to it or turn it
 * round: none may reach a log or a page as it is.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
/** Most texts; compiling `unseen` for them takes longer than all else that is done with a text. */
const printable = /^[\x20-\x7e]*$/;
/** Shows a control character as its picture (`␊`, `␛`), any other unseen one as its number (`<U+202E>`). */
function picture(character) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20)
        return String.fromCodePoint(0x2400 + code);
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
/** Any text as one visible line of characters: no line ends, no terminal escapes, no marks that cannot be seen. */
function visible(text) {
    return printable.test(text) ? text : text.replace(/\t/g, ' ').replace(unseen, picture);
}
/**
 * Any text as a line that neither host takes for a command.
 *
 * GitHub carries out `::name` at the start of a line and `##[name]` anywhere
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs); the Azure agent `##vso[` anywhere
 * (https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs),
 * and its log view formats `##[`. The marks are replaced by ones that can be seen, as the agent does it itself.
 */
function safeLine(text) {
    return visible(text)
        .replace(/##(?=\s*(?:\[|vso))/gi, '**')
        .replace(/^(\s*)::/, '$1: :');
}
/** A text of several lines, each safe. */
function safeLines(text) {
    return text.split('\n').map(safeLine);
}
/** `:tada:`, `:+1:`, `:100:`, yet not the minutes of a time: https://api.github.com/emojis */
const emojiColon = /:(?=(?:100|1234|(?!\d+:)[\w+-]{1,50}):)/gi;
/**
 * Any text as a piece of Markdown that shows its characters and nothing else: no markup, HTML, link, mention, reference
 * to an issue, or emoji code. GitHub looks for mentions and references after it has decoded character references, so
 * their marks are replaced by their full-width twins.
 */
function markdown(text) {
    return visible(text)
        .replaceAll('@', '\uFF20')
        .replace(/#(?=\w)/g, '\uFF03')
        .replace(/\b(GH)-(?=\d)/gi, '$1\uFF0D')
        .replace(emojiColon, '\uFF1A')
        .replace(/(?!,|\.(?= |$))[^\p{L}\p{N} \uFF20\uFF03\uFF0D\uFF1A]/gu, character => `&#${character.codePointAt(0)};`);
}
/** Any text as code, in which no renderer looks for addresses, commits or names. */
function code(text) {
    return `<code>${markdown(text)}</code>`;
}
/** At most `length` characters, the last of them an ellipsis where some are left out. */
function shorten(text, length) {
    const characters = [...text.slice(0, 2 * (length + 1))];
    if (characters.length <= length)
        return text;
    return `${characters.slice(0, length - 1).join('')}…`;
}
/** `1,234,567`. Not with toLocaleString, which takes 14 ms the first time: as long as all that the step imports. */
function grouped(count) {
    return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
/** `1 build`, `2 builds`, `1,234 builds`. */
function counted(count, noun, nouns = `${noun}s`) {
    return `${grouped(count)} ${count === 1 ? noun : nouns}`;
}
/** `a`, `a and b`, `a, b and c`. */
function listed(items, conjunction = 'and') {
    if (items.length < 2)
        return items.join('');
    return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`;
}

;// CONCATENATED MODULE: ./build/core/builds/pipelines.js






/** Digits are an id; a backslash begins a path; everything else is a name in any folder. */
function parseDefinition(written) {
    if (/^\d+$/.test(written))
        return { written, id: Number(written), name: written };
    const cut = written.lastIndexOf('\\');
    if (cut < 0)
        return { written, name: written };
    const folder = written.slice(0, cut).replace(/^\\?/, '\\');
    return { written, name: written.slice(cut + 1), folder };
}
/** The request that looks a name up. The service matches names exactly, whatever their case, in every folder. */
function definitionRequest(project, name, deadline, token) {
    return {
        asked: 'definitions',
        project,
        path: [project, '_apis', 'build', 'definitions'],
        query: () => [
            ...(name === undefined ? [['queryOrder', 'definitionNameAscending']] : [['name', name]]),
            ...(token === undefined ? [] : [['continuationToken', token]]),
        ],
        deadline,
    };
}
/**
 * Turns names into ids, project by project. Projects that have none of the pipelines are left out: asked without
 * pipelines, the service would give the builds of all of them.
 * @throws StepError for a name that no project has, or one that a project has in several folders
 */
async function resolveDefinitions(service, projects, written, deadline) {
    if (written.length === 0)
        return projects.map(project => ({ project, definitions: [] }));
    const names = written.map(parseDefinition);
    const ids = names.flatMap(({ id }) => id ?? []);
    const wanted = names.filter(({ id }) => id === undefined);
    const found = await Promise.all(projects.map(project => Promise.all(wanted.map(name => lookUp(service, project, name, deadline)))));
    const missing = wanted.filter((_, index) => found.every(row => row[index] === undefined));
    if (missing.length > 0)
        throw await unknown(service, projects, missing, deadline);
    return projects
        .map((project, index) => ({
        project,
        definitions: [...new Set([...ids, ...(found[index] ?? []).flatMap(id => id ?? [])])],
    }))
        .filter(({ definitions }) => definitions.length > 0);
}
async function lookUp(service, project, wanted, deadline) {
    const all = await readAll(service, project, wanted.name, deadline);
    const named = all.filter(({ name }) => same(name, wanted.name));
    const inFolder = named.filter(({ folder }) => wanted.folder === undefined || same(folder, wanted.folder));
    // `\2024` is the pipeline named 2024: the one in the root folder, or else the one in any.
    const matching = inFolder.length === 0 && wanted.folder === '\\' ? named : inFolder;
    if (matching.length > 1)
        throw new StepError('definition-ambiguous', [
            `“${wanted.written}” in ${project} is ${matching.map(describe).join(' or ')}.`,
        ]);
    return matching[0]?.id;
}
async function readAll(service, project, name, deadline) {
    const all = [];
    const pages = follow({
        ask: token => service.get(definitionRequest(project, name, deadline, token), pipelines_readPage),
        idOf: ({ id }) => id,
        onStuck: () => undefined,
    });
    for await (const page of pages)
        all.push(...page);
    return all;
}
function pipelines_readPage(answer) {
    const items = splitPage(answer.body).map(bytes => {
        const { id, name, path } = Object(parse(bytes));
        if (!Number.isSafeInteger(id) || typeof name !== 'string')
            throw new PageError(false, 'an element of the list is no pipeline');
        return { id: id, name, folder: typeof path === 'string' ? path : '\\' };
    });
    return { items, next: header(answer.headers, 'x-ms-continuationtoken') || undefined };
}
async function unknown(service, projects, missing, deadline) {
    const lists = await Promise.all(projects.slice(0, 5).map(project => readAll(service, project, undefined, deadline)));
    const all = lists.flat();
    const details = missing.map(({ written, name }) => {
        const near = nearest(name, all.map(definition => definition.name));
        const paths = all.filter(definition => near.includes(definition.name)).map(describe);
        const hint = paths.length > 0
            ? `Near it are ${[...new Set(paths)].slice(0, 5).join(', ')}.`
            : `None of ${counted(all.length, 'pipeline')} is near it.`;
        return `“${written}” is not in ${projects.slice(0, 5).join(', ')}. ${hint}`;
    });
    return new StepError('definition-unknown', details);
}
function describe({ folder, name, id }) {
    return `${folder.endsWith('\\') ? folder : `${folder}\\`}${name} (id ${id})`;
}
function same(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}

;// CONCATENATED MODULE: ./build/core/builds/projects.js



/** The request for a page of projects: https://learn.microsoft.com/rest/api/azure/devops/core/projects/list */
function projectsRequest(deadline, token) {
    return {
        asked: 'projects',
        path: ['_apis', 'projects'],
        query: () => [
            ['stateFilter', 'wellFormed'],
            ['$top', '500'],
            ...(token === undefined ? [] : [['continuationToken', token]]),
        ],
        deadline,
    };
}
/** The projects to ask, each once: those that were named, or with `*` every one that the token can see. */
async function resolveProjects(service, written, deadline, onCut) {
    if (!written.includes('*'))
        return unique(written);
    const names = [];
    const pages = follow({
        ask: token => service.get(projectsRequest(deadline, token), projects_readPage),
        idOf: name => name,
        onStuck: onCut,
    });
    for await (const page of pages)
        names.push(...page);
    return names;
}
/** Each name once; the service does not mind their case. */
function unique(names) {
    const seen = new Set();
    return names.filter(name => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}
function projects_readPage(answer) {
    const items = splitPage(answer.body).map(bytes => {
        const { name } = Object(parse(bytes));
        // `.` and `..` would lead out of the organization's path: https://url.spec.whatwg.org/#double-dot-path-segment
        if (typeof name !== 'string' || /^\.{0,2}$/.test(name))
            throw new PageError(false, 'an element of the list is no project');
        return name;
    });
    return { items, next: header(answer.headers, 'x-ms-continuationtoken') || undefined };
}

;// CONCATENATED MODULE: ./build/core/base/version.js
/** Names the project in its requests and its log. */
const product = 'azure-devops-builds';
/** The version of the project, carried here from package.json by scripts/generate.js. */
const version = '1.0.0';

;// CONCATENATED MODULE: ./build/core/service/request.js

/** The API version asked for unless the user or an older server names another. */
const defaultApiVersion = '7.1';
/** The address of a request, as it is sent. */
function addressOf(base, { path, query }, version) {
    const pairs = [...query(version), ['api-version', version]];
    const text = pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
    return `${base}/${path.map(encoded).join('/')}?${text}`;
}
/**
 * Half a surrogate pair, which no encoding has, becomes the replacement character. A quote is encoded as Node.js itself
 * does it in a query, so that what a dry run shows is what a run sends.
 */
function encoded(text) {
    return encodeURIComponent(text.toWellFormed()).replaceAll("'", '%27');
}
/** The headers of every request: https://learn.microsoft.com/azure/devops/integrate/how-to/call-rest-api */
function headersOf(authorization) {
    return {
        Accept: 'application/json',
        'Accept-Encoding': 'gzip',
        'User-Agent': `${product}/${version}`,
        // Asks for a 401 where the service would send a browser to its sign-in page.
        'X-TFS-FedAuthRedirect': 'Suppress',
        Authorization: authorization,
    };
}
/** What the request is for, in words. */
function nameOf({ asked, project }) {
    return project === undefined ? `The list of ${asked}` : `The list of ${asked} of ${project}`;
}

;// CONCATENATED MODULE: ./build/core/show/dry-run.js






/** The variable that the shown commands read the token from; the name that Microsoft’s own command line uses. */
const variable = 'AZURE_DEVOPS_EXT_PAT';
/**
 * Every request that would be sent, as commands for a terminal that read the token from a variable, with a word on
 * those that depend on the answer to another.
 */
function describeRequests(settings) {
    const lines = [`# Nothing is sent. Each command reads the token from ${variable}.`];
    const every = settings.project.includes('*');
    if (every)
        lines.push('# The projects; what follows goes to each of them:', command(settings, projectsRequest(0)));
    const names = settings.definitions.map(parseDefinition);
    const ids = names.flatMap(({ id }) => id ?? []);
    const lookedUp = names.filter(({ id }) => id === undefined);
    for (const project of every ? ['PROJECT'] : unique(settings.project)) {
        for (const { written, name } of lookedUp)
            lines.push(`# The id of the pipeline ${written}:`, command(settings, definitionRequest(project, name, 0)));
        // No pipeline has the id 0, so the command as it is shown finds nothing; without definitions it would find all.
        const scope = { project, definitions: [...new Set(ids), ...(lookedUp.length > 0 ? [0] : [])] };
        for (const share of sharesOf(settings)) {
            if (lookedUp.length > 0)
                lines.push(`# With ${counted(lookedUp.length, 'id')} found above in place of 0:`);
            lines.push(command(settings, buildsRequest(settings, scope, share, 0)));
        }
    }
    return lines;
}
function command({ organization, credential, apiVersion, username }, request) {
    const address = addressOf(organization.url, request, apiVersion || defaultApiVersion);
    const { Authorization: _, ...headers } = headersOf(credential.authorization);
    const token = `"$${variable}"`;
    const authentication = credential.scheme === 'Basic'
        ? `--user ${quoted(`${username}:`)}${token}`
        : `--header 'Authorization: Bearer '${token}`;
    const others = Object.entries(headers)
        .filter(([name]) => name !== 'Accept-Encoding')
        .map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`);
    return ['curl --compressed --fail-with-body', authentication, ...others, quoted(address)].join(' ');
}
/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

;// CONCATENATED MODULE: ./build/core/credential/expiry.js



const day = 86_400_000;
/** From so many days before its end the step warns of it. */
const warnedDays = 7;
/** What could as well be said of a token that has expired. */
const mayBeExpired = ['token-refused', 'token-anonymous', 'signed-out', 'scope-missing'];
/** A warning when the token’s end is near or past; undefined while it is far, or not known. */
function expiryWarning(expires, now) {
    if (expires === undefined)
        return undefined;
    const left = Math.ceil((milliseconds(expires) - now) / day);
    const date = expires.slice(0, 10);
    if (left <= 0)
        return `By pat-expires-on the token has expired on ${date}. Create a new one, store it, and tell its end.`;
    if (left > warnedDays)
        return undefined;
    return `By pat-expires-on the token expires on ${date}, in ${counted(left, 'day')}. Create a new one, store it, and tell its end.`;
}
/** The same error, explained by the token’s end where that is past. */
function explainByExpiry(error, expires, now) {
    if (expires === undefined || now < milliseconds(expires))
        return error;
    if (!(error instanceof ServiceError) || !mayBeExpired.includes(error.reason))
        return error;
    const [, ...details] = error.message.split('\n');
    const known = `pat-expires-on says ${expires.slice(0, 10)}.`;
    return new ServiceError('token-expired', [known, ...details], false, error);
}

;// CONCATENATED MODULE: ./build/core/host/guard.js

/**
 * The host, behind two rules that nothing gets around: no form of the token leaves the step, and no text from the
 * service or the inputs can start a command, end a line or carry an escape in the log.
 */
function guard(host, redact) {
    const line = (text) => safeLine(redact(text));
    const message = (text) => safeLines(redact(text)).join('\n');
    return {
        read: () => host.read(),
        mask: secret => host.mask(secret),
        network: url => host.network(url),
        temporaryFolder: () => host.temporaryFolder(),
        info: text => host.info(line(text)),
        debug: text => host.debug(line(text)),
        warn: text => host.warn(message(text)),
        error: text => host.error(message(text)),
        group: (title, lines) => host.group(line(title), lines.map(line)),
        progress: (percent, text) => host.progress(percent, line(text)),
        setOutput: (name, value) => host.setOutput(name, redact(value)),
        writeSummary: markdown => host.writeSummary(redact.page(markdown)),
        end: ending => host.end(ending),
    };
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./build/core/result/builds-file.js



/** So much is collected before it is written. */
const chunkSize = 256 * 1024;
const opening = Buffer.from('[\n');
const between = Buffer.from(',\n');
const closing = Buffer.from('\n]\n');
const empty = Buffer.from('[]\n');
/**
 * A JSON array that grows as builds come. It gets its name only when it is whole, so that no half is ever read. What is
 * written is written at once: a stream takes longer to open than most lists take to write, and would have to be waited
 * for wherever it may fail.
 */
class BuildsFile {
    /** Absolute. */
    path;
    partial;
    file;
    open = true;
    pieces = [];
    size = 0;
    started = false;
    /**
     * @param place its folder is made
     * @throws StepError when the place cannot be written to; so do the methods, but for `discard`
     */
    constructor(place) {
        this.path = (0,external_node_path_namespaceObject.resolve)(place);
        this.partial = `${this.path}.${process.pid}.part`;
        this.file = this.trying(() => {
            (0,external_node_fs_namespaceObject.mkdirSync)((0,external_node_path_namespaceObject.dirname)(this.path), { recursive: true });
            return (0,external_node_fs_namespaceObject.openSync)(this.partial, 'w');
        });
    }
    /** @param bytes one build, as JSON */
    add(bytes) {
        this.pieces.push(this.started ? between : opening, bytes);
        this.started = true;
        this.size += bytes.length;
        if (this.size >= chunkSize)
            this.flush();
    }
    /** Ends the array and puts the file in its place. */
    keep() {
        this.pieces.push(this.started ? closing : empty);
        this.flush();
        this.close();
        this.trying(() => (0,external_node_fs_namespaceObject.renameSync)(this.partial, this.path));
    }
    /** Leaves nothing behind. */
    discard() {
        this.pieces = [];
        try {
            this.close();
            (0,external_node_fs_namespaceObject.rmSync)(this.partial, { force: true });
        }
        catch {
            // What ended the step is told; this would only hide it.
        }
    }
    flush() {
        const whole = Buffer.concat(this.pieces);
        this.pieces = [];
        this.size = 0;
        this.trying(() => (0,external_node_fs_namespaceObject.writeFileSync)(this.file, whole));
    }
    close() {
        if (!this.open)
            return;
        this.open = false;
        this.trying(() => (0,external_node_fs_namespaceObject.closeSync)(this.file));
    }
    trying(act) {
        try {
            return act();
        }
        catch (error) {
            throw new StepError('output-file-unwritable', [`${this.path}: ${messageOf(error)}`], error);
        }
    }
}

;// CONCATENATED MODULE: ./build/core/inputs/inputs.js
/** The sections of the forms and tables, in order. */
const groups = {
    ask: 'What to ask',
    which: 'Which builds',
    wait: 'Wait',
    judge: 'Judge',
    answer: 'What to do with the answer',
    connection: 'How to ask',
};
/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/list, with what any version of it knows. */
const statuses = ['inProgress', 'completed', 'cancelling', 'postponed', 'notStarted', 'abandoned'];
const results = ['succeeded', 'partiallySucceeded', 'failed', 'canceled'];
const reasons = [
    'manual',
    'individualCI',
    'batchedCI',
    'schedule',
    'scheduleForced',
    'userCreated',
    'validateShelveset',
    'checkInShelveset',
    'pullRequest',
    'buildCompletion',
    'resourceTrigger',
    'triggered',
    'all',
];
const orders = [
    'queueTimeDescending',
    'queueTimeAscending',
    'startTimeDescending',
    'startTimeAscending',
    'finishTimeDescending',
    'finishTimeAscending',
];
/** Every input, once, under its GitHub name; on Azure the same words in camelCase. */
const inputs = {
    organization: {
        label: 'Organization',
        group: 'ask',
        kind: 'text',
        requiredOn: ['github'],
        help: 'Name of the organization (`contoso`), or the URL of an organization or of a collection on a server: `https://dev.azure.com/contoso`, `https://contoso.visualstudio.com`, `https://server:8080/tfs/DefaultCollection`. On Azure Pipelines it is the job’s own unless given.',
    },
    project: {
        label: 'Project',
        group: 'ask',
        kind: 'list',
        requiredOn: ['github'],
        help: 'Names or ids of projects, by commas or lines; `*` is every project that the token can see. On Azure Pipelines it is the job’s own unless given.',
    },
    pat: {
        label: 'Personal access token',
        group: 'ask',
        kind: 'secret',
        requiredOn: ['github'],
        help: 'The token as Azure DevOps shows it, from a secret, with the scope Build (Read). A Microsoft Entra token or `System.AccessToken` works too and is sent as Bearer. On Azure Pipelines, with neither this nor a connection, the job’s own token is used for the job’s own organization.',
    },
    connection: {
        label: 'Service connection',
        group: 'ask',
        kind: 'connection',
        only: 'azure',
        help: 'A service connection of the kind Azure Repos/Team Foundation Server that holds the URL and the token, instead of the two inputs. What the inputs give wins.',
    },
    username: {
        label: 'User name',
        group: 'connection',
        kind: 'text',
        help: 'Goes before the colon of the Basic credential. Azure DevOps ignores it; a proxy in between may not.',
    },
    'pat-expires-on': {
        label: 'Token expires on',
        group: 'ask',
        kind: 'date',
        help: 'The day on which the token expires, as `2027-01-31`. From seven days before it the step warns, and after it a refused token is explained by it.',
    },
    definitions: {
        label: 'Pipelines',
        group: 'which',
        kind: 'list',
        help: 'Ids, names or `\\folder\\name` paths of pipelines (build definitions). A number is an id; `\\2024` is the pipeline named 2024.',
    },
    branch: {
        label: 'Branch',
        group: 'which',
        kind: 'text',
        help: '`main`, `feature/x`, a full `refs/…`, `pr:123`, `tag:v1`, or a pattern with `*` and `?`, which also match slashes: `release/*`.',
    },
    commit: {
        label: 'Commit',
        group: 'which',
        kind: 'text',
        help: 'A commit’s hash, whole or its first 7 digits or more; also finds the builds of a pull request whose source is that commit.',
    },
    status: {
        label: 'Status',
        group: 'which',
        kind: 'choices',
        values: [...statuses, 'all'],
        help: 'Any of `inProgress`, `completed`, `cancelling`, `postponed`, `notStarted`; all unless given.',
    },
    result: {
        label: 'Result',
        group: 'which',
        kind: 'choices',
        values: results,
        help: 'Any of `succeeded`, `partiallySucceeded`, `failed`, `canceled`.',
    },
    reason: {
        label: 'Reason',
        group: 'which',
        kind: 'choices',
        values: reasons,
        help: 'Why the build was queued: `manual`, `individualCI`, `batchedCI`, `schedule`, `pullRequest`, `buildCompletion`, `resourceTrigger` and more.',
    },
    tags: { label: 'Tags', group: 'which', kind: 'list', help: 'Only builds that have all of these tags.' },
    'requested-for': {
        label: 'Requested for',
        group: 'which',
        kind: 'text',
        help: 'The user whose builds these are: a display name, an address or an id.',
    },
    'build-number': {
        label: 'Build number',
        group: 'which',
        kind: 'text',
        help: 'The build number, or its beginning followed by `*`.',
    },
    'build-ids': {
        label: 'Build ids',
        group: 'which',
        kind: 'numbers',
        least: 1,
        help: 'Just the builds with these ids.',
    },
    queues: { label: 'Queues', group: 'which', kind: 'numbers', least: 1, help: 'Ids of agent queues.' },
    'repository-id': {
        label: 'Repository id',
        group: 'which',
        kind: 'text',
        help: 'Id of the repository that was built, together with `repository-type`.',
    },
    'repository-type': {
        label: 'Repository type',
        group: 'which',
        kind: 'text',
        help: '`TfsGit`, `GitHub`, `Bitbucket` …, together with `repository-id`.',
    },
    properties: {
        label: 'Properties',
        group: 'answer',
        kind: 'list',
        help: 'Names of build properties to fetch into the file of builds.',
    },
    deleted: {
        label: 'Deleted builds',
        group: 'which',
        kind: 'choice',
        values: ['excludeDeleted', 'includeDeleted', 'onlyDeleted'],
        default: 'excludeDeleted',
        help: 'Whether deleted builds are left out, taken in, or the only ones.',
    },
    'max-builds-per-definition': {
        label: 'Most builds of a pipeline',
        group: 'which',
        kind: 'number',
        least: 1,
        help: 'At most so many builds of each pipeline, the first in `order`.',
    },
    'min-time': {
        label: 'Not before',
        group: 'which',
        kind: 'time',
        help: 'ISO 8601, UTC unless it has an offset, or how long ago (`7d`). Looks at the time that `order` names.',
    },
    'max-time': {
        label: 'Not after',
        group: 'which',
        kind: 'time',
        help: 'ISO 8601, UTC unless it has an offset, or how long ago (`1h`). Looks at the time that `order` names.',
    },
    order: {
        label: 'Order',
        group: 'which',
        kind: 'choice',
        values: orders,
        default: 'queueTimeDescending',
        help: 'Which builds come first, and what `min-time` and `max-time` look at: `queueTime`, `startTime` or `finishTime`, each `Descending` or `Ascending`. Finish times are those of completed builds only.',
    },
    top: {
        label: 'How many',
        group: 'which',
        kind: 'number',
        help: 'How many builds to return in all, 100 unless given, and 1 with `wait`; `0` is no limit.',
    },
    'scan-limit': {
        label: 'Look through',
        group: 'connection',
        kind: 'number',
        least: 1,
        default: '5000',
        help: 'How many builds to look through in each project for what the service cannot filter by: `commit`, and patterns in `branch`.',
    },
    'api-version': {
        label: 'API version',
        group: 'connection',
        kind: 'text',
        help: 'Empty is 7.1, with a step down to what an older server names. A version that is given is never changed.',
    },
    'output-file': {
        label: 'File of builds',
        group: 'answer',
        kind: 'text',
        help: 'Where the builds go as a JSON array; a file in the host’s temporary folder unless given.',
    },
    summary: {
        label: 'Summary',
        group: 'answer',
        kind: 'boolean',
        default: 'true',
        help: 'Whether to write the job summary.',
    },
    'dry-run': {
        label: 'Dry run',
        group: 'connection',
        kind: 'boolean',
        default: 'false',
        help: 'Show each request, with the token hidden, and send none.',
    },
    wait: {
        label: 'Wait',
        group: 'wait',
        kind: 'boolean',
        default: 'false',
        help: 'Wait until at least one build matches and then until all that matched are completed. Builds queued later do not join.',
    },
    'appear-timeout': {
        label: 'Time to appear',
        group: 'wait',
        kind: 'duration',
        default: '5m',
        help: 'With `wait`: how long no build may match. After it the outcome is `timed-out`, or `none` where `if-none` is not `fail`.',
    },
    'wait-timeout': {
        label: 'Time to complete',
        group: 'wait',
        kind: 'duration',
        default: '60m',
        help: 'With `wait`: how long the builds that matched may take. After it the step fails and the outcome is `timed-out`.',
    },
    'poll-interval': {
        label: 'Time between looks',
        group: 'wait',
        kind: 'duration',
        least: 1,
        default: '15s',
        help: 'With `wait`: how long to pause between two looks. It is never less, and a little more so that many jobs do not ask at once.',
    },
    'require-result': {
        label: 'Required result',
        group: 'judge',
        kind: 'choices',
        values: results,
        help: 'Every returned build must be completed with one of these results, or the step fails.',
    },
    'max-age': {
        label: 'Greatest age',
        group: 'judge',
        kind: 'duration',
        help: 'The newest returned build must have finished within this time, or the step fails.',
    },
    'if-none': {
        label: 'If there is none',
        group: 'judge',
        kind: 'choice',
        values: ['fail', 'warn', 'ignore'],
        default: 'fail',
        help: 'When no build matches: fail, warn, or go on in silence.',
    },
    'request-timeout': {
        label: 'Time for an attempt',
        group: 'connection',
        kind: 'duration',
        least: 1,
        default: '60s',
        help: 'How long one attempt at one request may take.',
    },
    timeout: {
        label: 'Time for the query',
        group: 'connection',
        kind: 'duration',
        least: 1,
        default: '10m',
        help: 'How long the whole query may take, pauses and retries included. Waiting has its own.',
    },
    retries: {
        label: 'Retries',
        group: 'connection',
        kind: 'number',
        most: 100,
        default: '5',
        help: 'How often a request that failed in passing is sent again.',
    },
    concurrency: {
        label: 'Requests at a time',
        group: 'connection',
        kind: 'number',
        least: 1,
        most: 64,
        default: '4',
        help: 'How many requests may be under way at the same time.',
    },
    'allow-http': {
        label: 'Allow http',
        group: 'connection',
        kind: 'boolean',
        default: 'false',
        help: 'Allow `http://`, which shows the token to everyone on the way. Loopback addresses need no permission.',
    },
};
/** Every declared input as its widest type, for code that walks the table. */
const declarations = inputs;
const inputNames = Object.keys(inputs);
function camel(name) {
    return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

;// CONCATENATED MODULE: ./build/core/result/statistics.js


/** How many builds the trend shows. */
const trendLength = 30;
/** Counts what the summary tells of builds, one by one as they come, without keeping them. */
class Statistics {
    order;
    byResult = new Map(results.map(result => [result, 0]));
    /** Builds that are not completed, by status. */
    byStatus = new Map();
    completed = 0;
    durations = [];
    latest = [];
    constructor(order) {
        this.order = order;
    }
    add(build) {
        if (build.status !== 'completed') {
            this.byStatus.set(build.status, (this.byStatus.get(build.status) ?? 0) + 1);
            return;
        }
        this.completed++;
        this.byResult.set(build.result, (this.byResult.get(build.result) ?? 0) + 1);
        const duration = durationOf(build);
        if (duration !== undefined)
            this.durations.push(duration);
        // Newest first, the newest are the first; oldest first, they are the last.
        if (!this.order.descending && this.latest.length === trendLength)
            this.latest.shift();
        if (this.latest.length < trendLength)
            this.latest.push(build);
    }
    /** Share of completed builds that succeeded, 0 to 1; canceled ones say nothing about the code and are left out. */
    get passRate() {
        const judged = this.completed - (this.byResult.get('canceled') ?? 0);
        return judged === 0 ? undefined : (this.byResult.get('succeeded') ?? 0) / judged;
    }
    /** The duration, in milliseconds, that this share of the builds did not exceed (nearest rank). */
    duration(share) {
        const sorted = Float64Array.from(this.durations).sort();
        return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
    /** The newest completed builds, oldest first. */
    get trend() {
        return this.order.descending ? this.latest.toReversed() : this.latest;
    }
}

;// CONCATENATED MODULE: ./build/core/judge/verdict.js





/** So many of the builds that broke a rule are named; the rest is counted. */
const named = 10;
/** Looks at each build once, as it comes. */
class Judge {
    settings;
    wrong = [];
    wrongCount = 0;
    newest;
    constructor(settings) {
        this.settings = settings;
    }
    add(build, time) {
        if (this.newest === undefined || time > this.newest.time)
            this.newest = { build, time };
        const required = this.settings.requireResult;
        if (required.length === 0 || (build.status === 'completed' && required.includes(build.result)))
            return;
        this.wrongCount++;
        if (this.wrong.length < named)
            this.wrong.push(build);
    }
    /** @param now milliseconds since 1970 */
    verdict({ count, truncated }, now) {
        const { ifNone, requireResult, maxAge } = this.settings;
        if (count === 0)
            return noBuilds(ifNone);
        const broken = [...this.wrongResults(count), ...this.tooOld(now)];
        // The newest is among the first, whatever was cut behind them.
        const judged = requireResult.length > 0 || (maxAge !== undefined && !parseOrder(this.settings.order).descending);
        const warnings = judged && truncated
            ? [
                'More builds may match than were returned, and the rules looked at those only. Raise top or scan-limit to judge all.',
            ]
            : [];
        if (broken.length > 0)
            return { outcome: 'failed', passes: false, sentences: broken, warnings };
        return { outcome: 'passed', passes: true, sentences: [this.praise(count)], warnings };
    }
    wrongResults(count) {
        if (this.wrongCount === 0)
            return [];
        const wanted = listed(this.settings.requireResult, 'or');
        const [only] = this.wrong;
        if (count === 1 && only !== undefined)
            return [[only, ` is ${stateOf(only)}, not ${wanted}.`]];
        const what = `${this.wrongCount} of ${counted(count, 'build')} ${this.wrongCount === 1 ? 'is' : 'are'}`;
        const builds = eachWithState(this.wrong, this.wrongCount);
        return [[`${what} not ${wanted}: `, ...builds, '.']];
    }
    praise(count) {
        const { requireResult, maxAge } = this.settings;
        if (requireResult.length > 0 && count === 1 && this.newest !== undefined)
            return [this.newest.build, ` is ${stateOf(this.newest.build)}, as required.`];
        if (requireResult.length > 0)
            return [`All ${counted(count, 'build')} are ${listed(requireResult, 'or')}, as required.`];
        if (maxAge !== undefined)
            return [`The newest build finished within ${formatDuration(maxAge)}.`];
        return [`${counted(count, 'build')} found.`];
    }
    tooOld(now) {
        const { maxAge } = this.settings;
        if (maxAge === undefined || this.newest === undefined)
            return [];
        const { build } = this.newest;
        const finish = build.status === 'completed' ? timeOf(build.finishTime) : undefined;
        const limit = formatDuration(maxAge);
        if (finish === undefined)
            return [['The newest build, ', build, `, has not finished, and max-age wants one that has within ${limit}.`]];
        const age = now - milliseconds(finish);
        if (age <= maxAge)
            return [];
        const finished = `, finished ${formatDuration(age)} ago, longer than max-age allows (${limit}).`;
        return [['The newest build, ', build, finished]];
    }
}
/** `<build> is failed, <build> is canceled and 3 more`. @param count how many there are in all */
function eachWithState(builds, count) {
    const more = count - builds.length;
    const items = [
        ...builds.map((build) => [build, ` is ${stateOf(build)}`]),
        ...(more > 0 ? [[`${grouped(more)} more`]] : []),
    ];
    return items.flatMap((item, index) => {
        if (index === 0)
            return item;
        return [index === items.length - 1 ? ' and ' : ', ', ...item];
    });
}
function noBuilds(ifNone) {
    const sentence = 'No build matches what was asked for.';
    const warnings = ifNone === 'warn' ? [sentence] : [];
    return { outcome: 'none', passes: ifNone !== 'fail', sentences: [[sentence]], warnings };
}
/** The verdict on what was returned; `late` says on what time ran out while waiting. */
function judge(settings, listing, late, now) {
    if (late === 'to complete')
        return outOfTime(stillOpen(settings, listing));
    if (late === 'to appear' && settings.ifNone === 'fail')
        return outOfTime([`No build that matches appeared within ${formatDuration(settings.appearTimeout)}.`]);
    return listing.judge.verdict(listing, now);
}
function stillOpen(settings, { builds }) {
    const open = builds.filter(({ status }) => status !== 'completed' && status !== 'abandoned');
    const names = eachWithState(open.slice(0, named), open.length);
    return [`Not completed within ${formatDuration(settings.waitTimeout)}: `, ...names, '.'];
}
function outOfTime(sentence) {
    return { outcome: 'timed-out', passes: false, sentences: [sentence], warnings: [] };
}
/** A sentence for the log: each build is followed by its page, which logs make a link. */
function inLog(sentence, organization) {
    const words = sentence.map(part => typeof part === 'string' ? part : `${verdict_nameOf(part)} (${buildPage(organization, part.project, part.id)})`);
    return words.join('');
}
/** `20260401.4 of Web CI`. */
function verdict_nameOf({ buildNumber, id, definitionName }) {
    const number = buildNumber || `build ${id}`;
    return definitionName === '' ? number : `${number} of ${definitionName}`;
}
/** Its result, or its status until it has one. */
function stateOf({ status, result }) {
    return status === 'completed' ? result || 'completed without a result' : status;
}

;// CONCATENATED MODULE: ./build/core/result/result.js




/** How many builds are kept in memory for the log, the summary and the outputs; the file has them all. */
const keptBuilds = 1000;
/** The builds that are returned: the first of them, what is counted of all, and the file that holds them. */
class Listing {
    count = 0;
    truncated = false;
    builds = [];
    statistics;
    judge;
    file;
    /** @param place where the builds go; its folder is made */
    constructor(settings, place) {
        this.statistics = new Statistics(parseOrder(settings.order));
        this.judge = new Judge(settings);
        this.file = new BuildsFile(place);
    }
    /** Absolute. */
    get path() {
        return this.file.path;
    }
    add({ build, bytes, time }) {
        this.count++;
        if (this.builds.length < keptBuilds)
            this.builds.push(build);
        this.statistics.add(build);
        this.judge.add(build, time);
        this.file.add(bytes);
    }
    addAll({ found, truncated }) {
        for (const one of found)
            this.add(one);
        this.truncated = truncated;
    }
    keep() {
        this.file.keep();
    }
    discard() {
        this.file.discard();
    }
}

;// CONCATENATED MODULE: ./build/core/credential/redact.js
const stars = '***';
/** @param forms the forms of the token, longest first, so that no part of a longer one is left over */
function redactor(forms) {
    const patterns = forms.map(form => Buffer.from(form, 'utf8'));
    const begun = written(forms.map(form => [...form].slice(0, 8).join('')));
    const redact = (text) => forms.reduce((left, form) => left.replaceAll(form, stars), text);
    return Object.assign(redact, {
        bytes: (body) => patterns.some(pattern => body.includes(pattern)) ? Buffer.from(redact(body.toString('utf8')), 'utf8') : body,
        // Compiling the long expression takes as long as all the rest of the page, and hardly a page needs it.
        page: (text) => (text.search(begun) >= 0 ? text.replace(written(forms), stars) : text),
    });
}
/** Finds any of the forms in a page. */
function written(forms) {
    return new RegExp(forms.map(form => [...form].map(inPage).join('')).join('|') || '(?!)', 'gu');
}
/** A character as it is, as a reference, or as its full-width twin: what text.ts may write for it. */
function inPage(character) {
    const code = character.codePointAt(0) ?? 0;
    const twin = code > 0x20 && code < 0x7f ? `|\\u{${(code + 0xfee0).toString(16)}}` : '';
    return `(?:\\u{${code.toString(16)}}|&#${code};${twin})`;
}

;// CONCATENATED MODULE: ./build/core/inputs/branch.js

/** Reads a name, a whole ref, `pr:123`, `tag:v1`, or a pattern of these. */
function parseBranch(text) {
    const ref = wholeRef(text);
    if (!/[*?]/.test(ref))
        return { kind: 'ref', ref };
    const glob = [...ref];
    return { kind: 'pattern', pattern: ref, matches: candidate => fits(glob, [...candidate]) };
}
/** Only the last `*` ever takes more, so a hostile name costs the product of both lengths at most; a RegExp would not end. */
function fits(glob, text) {
    let [inGlob, inText] = [0, 0];
    /** Where the last `*` is, and how far it has reached. */
    let star;
    while (inText < text.length) {
        if (glob[inGlob] === '*')
            star = { inGlob: inGlob++, inText };
        else if (glob[inGlob] === '?' || glob[inGlob] === text[inText]) {
            inGlob++;
            inText++;
        }
        else if (star === undefined)
            return false;
        else {
            inGlob = star.inGlob + 1;
            inText = ++star.inText;
        }
    }
    return glob.slice(inGlob).every(rest => rest === '*');
}
function wholeRef(text) {
    if (text.startsWith('refs/') || text.startsWith('$/'))
        return text;
    const [, kind, name = ''] = /^(pr|tag):(.*)$/s.exec(text) ?? [];
    if (kind === 'tag' && name !== '')
        return `refs/tags/${name}`;
    if (kind === 'pr' && /^[\d*?]+$/.test(name))
        return `refs/pull/${name}/merge`;
    if (kind !== undefined)
        throw new Problem(`is not ${kind === 'pr' ? 'pr: and a number, as pr:123' : 'tag: and a name, as tag:v1'}`);
    return `refs/heads/${text}`;
}
/** A ref as people write it: `main`, `pr:123`, `tag:v1`, or the ref itself. */
function shortRef(ref) {
    const pull = /^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref)?.[1];
    if (pull !== undefined)
        return `pr:${pull}`;
    return ref.replace(/^refs\/heads\//, '').replace(/^refs\/tags\//, 'tag:');
}

;// CONCATENATED MODULE: ./build/core/show/log.js






/** So many builds get a line each; a log of a hundred thousand lines helps nobody. */
const listedBuilds = 200;
/** What is asked, in words, one line. */
function describeQuery(settings) {
    const filters = [
        ['pipeline', settings.definitions],
        ['branch', settings.branch?.kind === 'ref' ? settings.branch.ref : settings.branch?.pattern],
        ['commit', settings.commit],
        ['status', settings.status],
        ['result', settings.result],
        ['reason', settings.reason],
        ['tags', settings.tags],
        ['requested for', settings.requestedFor],
        ['build number', settings.buildNumber],
        ['ids', settings.buildIds],
        ['queue', settings.queues],
        ['repository', settings.repositoryId],
        ['not before', settings.minTime?.replace(/\.\d+/, '')],
        ['not after', settings.maxTime?.replace(/\.\d+/, '')],
        ['deleted', settings.deleted === 'excludeDeleted' ? '' : settings.deleted],
        [
            'at most',
            settings.maxBuildsPerDefinition === undefined ? '' : `${settings.maxBuildsPerDefinition} of a pipeline`,
        ],
    ];
    const given = filters.flatMap(([name, value]) => {
        const text = typeof value === 'string' ? value : (value ?? []).join(', ');
        return text === '' ? [] : [`${name} ${text}`];
    });
    const where = settings.project.includes('*') ? 'every project' : listed(settings.project);
    return [`Builds of ${where} in ${settings.organization.url}`, ...given, howMany(settings)].join('; ');
}
function howMany({ top, order }) {
    const { time, descending } = parseOrder(order);
    const which = `${descending ? 'latest' : 'earliest'} ${time.replace('Time', ' time')} first`;
    if (top === Number.POSITIVE_INFINITY)
        return `all, ${which}`;
    return top === 1
        ? `only the one with the ${descending ? 'latest' : 'earliest'} ${time.replace('Time', ' time')}`
        : `up to ${top}, ${which}`;
}
/** `Looked at 412 builds, kept 3: left out 380 of other branches and 29 of other commits.` The most come first. */
function describeTrace({ lookedAt, kept, dropped }, returned) {
    const reasons = [...dropped].sort(([, a], [, b]) => b - a).map(([why, count]) => `${grouped(count)} ${why}`);
    const beyond = kept - returned;
    if (beyond > 0)
        reasons.push(`${grouped(beyond)} beyond top`);
    const tail = reasons.length > 0 ? `: left out ${listed(reasons)}` : '';
    return `Looked at ${counted(lookedAt, 'build')}, kept ${grouped(returned)}${tail}.`;
}
/** One aligned line for each build: result, number, pipeline, branch, commit, age, duration. */
function buildLines(builds, count, now) {
    const rows = builds.slice(0, listedBuilds).map(build => cells(build, now));
    const widths = rows.reduce((most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)), []);
    const lines = rows.map(row => row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd());
    const more = count - lines.length;
    return more > 0
        ? [...lines, `… and ${counted(more, 'more build', 'more builds')}, all of them in builds-file`]
        : lines;
}
function cells(build, now) {
    const duration = durationOf(build);
    return [
        `${marks.get(stateOf(build)) ?? '·'} ${stateOf(build)}`,
        shorten(build.buildNumber || String(build.id), 40),
        shorten(build.definitionName, 40),
        shorten(shortRef(build.sourceBranch), 40),
        build.sourceVersion.slice(0, 8),
        age(build, now),
        duration === undefined ? '' : formatDuration(duration),
    ];
}
/** Plain characters, which every log can show. */
const marks = new Map([
    ['succeeded', '✓'],
    ['partiallySucceeded', '!'],
    ['failed', '✗'],
    ['canceled', '-'],
    ['inProgress', '▶'],
    ['notStarted', '…'],
    ['cancelling', '-'],
    ['postponed', '…'],
]);
/** How long ago it finished, or started, or was queued. */
function age(build, now) {
    const [time, what] = build.finishTime
        ? [build.finishTime, '']
        : build.startTime
            ? [build.startTime, 'started ']
            : [build.queueTime, 'queued '];
    const at = timeOf(time);
    if (at === undefined)
        return '';
    const seconds = Math.floor(Math.max(0, now - milliseconds(at)) / 1000);
    return seconds === 0 ? `${what}just now` : `${what}${formatDuration(seconds * 1000).split(' ')[0]} ago`;
}

;// CONCATENATED MODULE: ./build/core/builds/collect.js


/**
 * Gives the first `top` builds over all scopes, in order; without a limit all of them, scope after scope.
 * @returns whether more builds match than were given
 */
async function collect(scopes, asking, take) {
    const { top } = asking.settings;
    if (scopes.length > 1 && top !== Number.POSITIVE_INFINITY)
        return collectBest(scopes, asking, take);
    const isNew = noRepeats(scopes);
    let count = 0;
    for await (const batch of inTurn(scopes, asking))
        for (const found of batch) {
            if (!isNew(found))
                continue;
            if (count === top)
                return true;
            count++;
            take(found);
        }
    return false;
}
/** One scope after the other; the first pages of the next few are asked for while one is read. */
async function* inTurn(scopes, asking) {
    const left = [...scopes];
    /** Those that were asked and not yet read; what has been read is let go. */
    const asked = [];
    for (;;) {
        for (const scope of left.splice(0, asking.settings.concurrency - asked.length)) {
            const stream = buildsOf(scope, asking);
            const first = stream.next();
            first.catch(() => undefined);
            asked.push({ stream, first });
        }
        const next = asked.shift();
        if (next === undefined)
            return;
        const { done, value } = await next.first;
        if (done)
            continue;
        yield value;
        yield* next.stream;
    }
}
/** All scopes side by side, each only as far as its builds can still be among the best. */
async function collectBest(scopes, asking, take) {
    const { top, order } = asking.settings;
    const compare = inOrder(parseOrder(order));
    const isNew = noRepeats(scopes);
    /** One more than wanted, which tells that there are more. */
    const best = [];
    /** Whether this one, and so those after it in its scope, may still matter. */
    const offer = (found) => {
        const worst = best[top];
        if (worst !== undefined && compare(found, worst) >= 0)
            return false;
        if (!isNew(found))
            return true;
        // The bytes are a view of a whole page, which would stay in memory with them.
        best.splice(placeOf(best, found, compare), 0, { ...found, bytes: Buffer.from(found.bytes) });
        best.length = Math.min(best.length, top + 1);
        return true;
    };
    await Promise.all(scopes.map(async (scope) => {
        let offered = 0;
        for await (const batch of buildsOf(scope, { ...asking, ahead: false })) {
            offered += batch.length;
            if (!batch.every(offer) || offered > top)
                return;
        }
    }));
    for (const found of best.slice(0, top))
        take(found);
    return best.length > top;
}
/** A project that is named twice, by name and by id, gives its builds once. */
function noRepeats(scopes) {
    const seen = new Set();
    return ({ build: { id } }) => scopes.length === 1 || (!seen.has(id) && seen.add(id) !== undefined);
}
function placeOf(sorted, found, compare) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (compare(sorted[middle], found) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
;// CONCATENATED MODULE: external "node:stream"
const external_node_stream_namespaceObject = require("node:stream");
;// CONCATENATED MODULE: external "node:stream/promises"
const promises_namespaceObject = require("node:stream/promises");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = require("node:util");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = require("node:zlib");
;// CONCATENATED MODULE: external "http"
const external_http_namespaceObject = require("http");
var external_http_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_http_namespaceObject, 2);
;// CONCATENATED MODULE: external "https"
const external_https_namespaceObject = require("https");
var external_https_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_https_namespaceObject, 2);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
;// CONCATENATED MODULE: ./tools/no-tunnel/index.js
// @actions/http-client imports tunnel for its agents of proxies. This project makes its own (src/core/tunnel.ts says why), and
// tunnel would load node:assert, which nothing else here needs, at every start.

/** Never made: `HttpClient.getAgent` is asked only for direct connections. */
function leftOut() {
  throw new Error('tunnel is left out of this project (see "overrides" in package.json): use src/core/tunnel.ts')
}



;// CONCATENATED MODULE: ./tools/no-undici/index.js
// @actions/http-client imports ProxyAgent for getAgentDispatcher alone, which serves callers of fetch. This project uses
// getAgent, which needs nothing of undici; the whole package would double the time that the step takes to start.

/** Never made: only `HttpClient.getAgentDispatcher` makes one. */
class ProxyAgent {
  constructor() {
    throw new Error('undici is left out of this project (see "overrides" in package.json): use HttpClient.getAgent')
  }
}

;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject_0 : external_http_namespaceObject_0;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_namespaceObject.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? leftOut : leftOut;
            }
            else {
                tunnelAgent = overHttps ? leftOut : leftOut;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_namespaceObject.Agent(options) : new external_http_namespaceObject.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./build/core/service/tunnel.js




/** The proxy for an address, as https_proxy, http_proxy and no_proxy say it; undefined where none is to be used. */
function proxyFor(url) {
    try {
        const proxy = lib_getProxyUrl(url);
        return proxy === '' ? undefined : new URL(proxy);
    }
    catch (error) {
        throw new StepError('proxy-refused', ['The proxy’s address is not a URL.'], error);
    }
}
/**
 * Connects through tunnels that a proxy opens (https://www.rfc-editor.org/rfc/rfc9110#name-connect), and keeps them open.
 * The agent that `@actions/http-client` makes for a proxy is not used: it opens a tunnel for each request, leaves those
 * open that the proxy never answers, so that the process does not end, and prints a deprecation warning.
 */
function tunnelAgent(proxy, secure, options) {
    const agent = secure ? new external_node_https_namespaceObject.Agent(options) : new external_node_http_namespaceObject.Agent(options);
    const connect = agent.createConnection.bind(agent);
    const destroy = agent.destroy.bind(agent);
    const opening = new Set();
    agent.createConnection = (target, done) => {
        const request = requestTunnel(proxy, `${hostOf(target)}:${target.port}`, options, (error, socket) => {
            opening.delete(request);
            if (error !== null)
                done?.(error, socket);
            else if (!secure)
                done?.(null, socket);
            else
                done?.(null, connect({ ...target, socket }));
        });
        opening.add(request);
        return undefined;
    };
    agent.destroy = () => {
        for (const request of opening)
            request.destroy();
        destroy();
    };
    return agent;
}
/** Asks a proxy for a tunnel. Errors have the code `PROXY_` and the status, or `PROXY_FAILED`. */
function requestTunnel(proxy, authority, { ca }, done) {
    const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    const headers = { host: authority, ...(credentials === ':' ? {} : { 'proxy-authorization': authorization }) };
    const { protocol, hostname, port } = proxy;
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const options = { method: 'CONNECT', path: authority, host, port, headers, agent: false, ...(ca ? { ca } : {}) };
    const request = protocol === 'https:' ? external_node_https_namespaceObject.request(options) : external_node_http_namespaceObject.request(options);
    const none = undefined;
    request.on('error', (error) => done(asProxyError(error), none));
    request.on('connect', ({ statusCode = 0 }, socket, head) => {
        if (statusCode < 200 || statusCode > 299) {
            socket.destroy();
            return done(proxyError(`${statusCode}`, `the proxy answered ${statusCode}`), none);
        }
        if (head.length > 0)
            socket.unshift(head);
        done(null, socket);
    });
    return request.end();
}
/** What is wrong with the certificate of a proxy is told as for any other server. */
function asProxyError(error) {
    return /CERT|^UNABLE_TO_/.test(error.code ?? '') ? error : proxyError('FAILED', `the proxy: ${error.message}`);
}
function proxyError(code, message) {
    return Object.assign(new Error(message), { code: `PROXY_${code}` });
}
function hostOf({ host }) {
    return host?.includes(':') ? `[${host}]` : (host ?? '');
}

;// CONCATENATED MODULE: ./build/core/service/http.js










/** No answer, or not a whole one. `code` is Node's, or `BODY_…`, `PROXY_…` or `REQUEST_TIMEOUT`. */
class NetworkError extends Error {
    code;
    name = 'NetworkError';
    constructor(code, message, original) {
        super(message, { cause: original });
        this.code = code;
    }
}
/** Pages are asked for in pieces of at most a few MiB; far more than that is no page of builds. */
const largestBody = 256 * 1024 * 1024;
/** Compressed bytes that are decompressed sooner than another thread would begin with them. */
const shortBody = 64 * 1024;
const gunzipAside = (0,external_node_util_namespaceObject.promisify)(external_node_zlib_namespaceObject.gunzip);
/**
 * An HTTP client for one origin, which keeps connections open and goes through the proxy that https_proxy and no_proxy
 * name. The agent is that of `@actions/http-client`; its requests are not used: they follow redirects with the credential
 * and never end on a body that is cut short.
 *
 * @param authorities certificates of more authorities to trust, in PEM form, beside those of Node.js
 */
function openHttp(origin, sockets, authorities) {
    const secure = origin.startsWith('https:');
    const agent = openAgent(origin, secure, {
        keepAlive: true,
        maxSockets: sockets,
        ...(authorities === undefined ? {} : { ca: [...external_node_tls_namespaceObject.rootCertificates, authorities] }),
    });
    const get = secure ? external_node_https_namespaceObject.get : external_node_http_namespaceObject.get;
    const exchange = async ({ url, headers, timeout, signal }) => {
        const ending = new AbortController();
        const onAbort = () => ending.abort(signal.reason);
        const timer = setTimeout(() => ending.abort(new NetworkError('REQUEST_TIMEOUT', 'no whole answer in time')), Math.min(timeout, longestTimer));
        if (signal.aborted)
            onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        try {
            return await receive(await send(get, url, { headers, agent, signal: ending.signal }), ending.signal);
        }
        catch (error) {
            throw ending.signal.aborted ? ending.signal.reason : asNetworkError(error);
        }
        finally {
            clearTimeout(timer);
            signal.removeEventListener('abort', onAbort);
        }
    };
    return Object.assign(exchange, { close: () => agent.destroy() });
}
function openAgent(origin, secure, options) {
    const proxy = proxyFor(origin);
    if (proxy !== undefined)
        return tunnelAgent(proxy, secure, options);
    const { maxSockets = 1, ca } = options;
    const agent = new HttpClient(undefined, [], { keepAlive: true, maxSockets }).getAgent(origin);
    if (ca !== undefined)
        agent.options.ca = ca;
    return agent;
}
function send(get, url, options) {
    return new Promise((resolve, reject) => {
        // A request that still waits for its connection keeps it to itself that it was ended.
        options.signal?.addEventListener('abort', reject, { once: true });
        get(url, options, resolve).on('error', reject);
    });
}
/** `pipeline` notices a body that is cut short, by length or by chunk. */
async function receive(message, signal) {
    const chunks = [];
    let size = 0;
    const collect = new external_node_stream_namespaceObject.Writable({
        write(chunk, _encoding, done) {
            size += chunk.length;
            chunks.push(chunk);
            done(size > largestBody ? new NetworkError('BODY_TOO_LARGE', `the body is over ${largestBody} bytes`) : null);
        },
    });
    const encoding = message.headers['content-encoding']?.trim().toLowerCase() || 'identity';
    const zipped = encoding === 'gzip' || encoding === 'x-gzip';
    if (!zipped && encoding !== 'identity') {
        message.destroy();
        throw new NetworkError('BODY_ENCODING', `the body’s encoding is ${encoding}`);
    }
    await (0,promises_namespaceObject.pipeline)(message, collect, { signal });
    const received = Buffer.concat(chunks, size);
    const body = zipped && size > 0 ? await decompress(received) : received;
    return { status: message.statusCode ?? 0, headers: message.headers, body };
}
/**
 * A long body is decompressed by another thread, while this one works on the page before it. The room for it is made at
 * once: decompressing in pieces, while it comes, leaves a second copy behind and takes a fifth more of the processor.
 */
async function decompress(received) {
    // The last four bytes tell the size; whoever lies there only wastes room: https://www.rfc-editor.org/rfc/rfc1952#page-6
    const size = received.length < 4 ? 0 : received.readUInt32LE(received.length - 4);
    // One byte more, or zlib makes another piece of room to see that nothing follows.
    const options = { chunkSize: Math.min(Math.max(size + 1, 4096), largestBody / 8), maxOutputLength: largestBody };
    return received.length <= shortBody ? (0,external_node_zlib_namespaceObject.gunzipSync)(received, options) : gunzipAside(received, options);
}
function asNetworkError(error) {
    if (error instanceof NetworkError)
        return error;
    const { code = 'UNKNOWN', message } = error;
    if (code === 'ERR_BUFFER_TOO_LARGE')
        return new NetworkError('BODY_TOO_LARGE', `the body is over ${largestBody} bytes`, error);
    if (code === 'ERR_STREAM_PREMATURE_CLOSE' || message === 'aborted')
        return new NetworkError('BODY_CUT_SHORT', 'the connection ended before the body did', error);
    return new NetworkError(code, message, error);
}

;// CONCATENATED MODULE: ./build/core/service/retry.js
const retryDelays = { base: 1000, ceiling: 30_000 };
/** A 500 counts only without a typeKey: with one, the service has understood the request and refuses it. */
const passingStatuses = [408, 429, 502, 503, 504];
function isPassingStatus(status, typeKey) {
    return passingStatuses.includes(status) || (status === 500 && typeKey === undefined);
}
/** Nothing changes these by asking again: certificates, a proxy's refusal, an encoding, a size. */
function isPassingCode(code) {
    return !/CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^EPROTO|^ERR_(SSL|TLS|INVALID|UNESCAPED)|^PROXY_4|^BODY_(ENCODING|TOO)/.test(code);
}
/**
 * The pause before the attempt after `attempt` (0 is the first): exponential with full jitter, so that many jobs that
 * failed together do not come back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
function retryDelay(policy, attempt, random) {
    return Math.round(random() * Math.min(policy.ceiling, policy.base * 2 ** attempt));
}
/**
 * `Retry-After` in milliseconds from `now`, from seconds or a date; undefined where it is absent or neither.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function retryAfter(header, now) {
    const text = header?.trim() ?? '';
    if (/^\d+(\.\d+)?$/.test(text))
        return Math.ceil(Number(text) * 1000);
    const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

;// CONCATENATED MODULE: ./build/core/service/concurrency.js
function openLanes(width) {
    const waiting = [];
    let open = 1;
    let first = true;
    async function enter() {
        if (open > 0)
            open--;
        else
            await new Promise((start, cancel) => waiting.push({ start, cancel }));
    }
    function leave() {
        const next = waiting.shift();
        if (next === undefined)
            open++;
        else
            next.start();
    }
    async function run(task) {
        await enter();
        try {
            const value = await task();
            if (first)
                for (let lane = 1; lane < width; lane++)
                    leave();
            first = false;
            return value;
        }
        catch (error) {
            if (first)
                for (const { cancel } of waiting.splice(0))
                    cancel(error);
            throw error;
        }
        finally {
            leave();
        }
    }
    return { run };
}

;// CONCATENATED MODULE: ./build/core/service/retry-after.js





/**
 * Keeps quiet for as long as the service asks to. `Retry-After` comes on good answers too, as a warning: their data is
 * used, and the next request waits. https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits
 */
class Quiet {
    clock;
    signal;
    say;
    /** Milliseconds since 1970. */
    until = 0;
    announced = 0;
    constructor(clock, signal, say) {
        this.clock = clock;
        this.signal = signal;
        this.say = say;
    }
    /** Whether the service wants no request now. */
    get wanted() {
        return this.until > this.clock.now();
    }
    note({ headers }) {
        const now = this.clock.now();
        const wait = retryAfter(header(headers, 'retry-after'), now);
        if (wait !== undefined)
            this.until = Math.max(this.until, now + wait);
    }
    /** @throws ServiceError when the request's time ends before the quiet does */
    async keep(request) {
        while (this.wanted) {
            const wait = this.until - this.clock.now();
            const asked = `Azure DevOps asks for a pause of ${formatDuration(wait)} (Retry-After)`;
            if (this.until > request.deadline)
                throw new ServiceError('throttled', [`${nameOf(request)}: ${asked}, longer than the time that is left.`], false);
            if (this.announced !== this.until)
                this.say(`${asked}; the next request waits for it.`);
            this.announced = this.until;
            await this.clock.sleep(wait, this.signal);
        }
    }
}

;// CONCATENATED MODULE: ./build/core/service/service.js











/** The one gate to Azure DevOps: a whole, checked answer or an error that says what to do. */
class Service {
    options;
    /** How many requests went out, attempts counted. */
    sent = 0;
    lanes;
    headers;
    quiet;
    version;
    constructor(options) {
        this.options = options;
        this.lanes = openLanes(options.concurrency);
        this.headers = headersOf(options.authorization);
        this.quiet = new Quiet(options.clock, options.signal, options.say);
        this.version = options.apiVersion || defaultApiVersion;
    }
    /**
     * Sends a request until its answer is good or the error final.
     * @throws ServiceError
     */
    get(request, read) {
        return this.lanes.run(async () => {
            for (let attempt = 0;; attempt++) {
                await this.quiet.keep(request);
                let { version } = this;
                let result = await this.tryOnce(request, version, read);
                while ('failure' in result && this.stepDown(result.failure, version)) {
                    version = this.version;
                    result = await this.tryOnce(request, version, read);
                }
                if (!('failure' in result))
                    return result.value;
                if (!result.passing || attempt >= this.options.retry.retries)
                    throw refuse(request, result, attempt);
                await this.pause(request, result, attempt);
            }
        });
    }
    async tryOnce(request, version, read) {
        const { http, redact } = this.options;
        const exchange = this.exchangeOf(request, version);
        let answer;
        try {
            this.sent++;
            answer = redactAnswer(await http(exchange), redact);
            this.quiet.note(answer);
            const failure = failureOf(answer, request.asked);
            if (failure === undefined)
                return { value: read(answer) };
            return { failure, passing: isPassingStatus(failure.status ?? 0, failure.typeKey), answer };
        }
        catch (error) {
            const failed = failedBy(error, request.asked);
            // The attempt was cut to what was left of the query's time, so request-timeout would be the wrong thing to raise.
            if (failed.failure.code === 'REQUEST_TIMEOUT' && exchange.timeout < this.options.requestTimeout)
                throw new ServiceError('out-of-time', [`${nameOf(request)} was not answered by then.`], true, error);
            return { ...failed, ...(answer === undefined ? {} : { answer }) };
        }
    }
    exchangeOf(request, version) {
        const { url, clock, requestTimeout, signal } = this.options;
        const left = request.deadline - clock.now();
        if (left <= 0)
            throw new ServiceError('out-of-time', [`${nameOf(request)} was not asked any more.`], true);
        const timeout = Math.min(requestTimeout, left);
        return { url: addressOf(url, request, version), headers: this.headers, timeout, signal };
    }
    async pause(request, failed, attempt) {
        if (this.quiet.wanted)
            return;
        const { clock, random, retry, say, signal } = this.options;
        const wait = retryDelay(retry, attempt, random);
        if (clock.now() + wait >= request.deadline)
            throw refuse(request, failed, attempt);
        const next = `attempt ${attempt + 2} of ${retry.retries + 1} follows in ${formatDuration(wait)}`;
        say(`${nameOf(request)}: ${service_describe(failed.failure)}; ${next}.`);
        await clock.sleep(wait, signal);
    }
    /**
     * An older server names the version that it understands; one that the user gave is never changed.
     * @returns whether to ask again, with another version
     */
    stepDown({ typeKey, text = '' }, asked) {
        if (typeKey !== 'VssVersionOutOfRangeException' || this.options.apiVersion !== '')
            return false;
        // Another request was told so meanwhile.
        if (asked !== this.version)
            return true;
        const [, named] = /supports is (\d+\.\d+)/.exec(text) ?? [];
        if (named === undefined || Number(named) >= Number(asked))
            return false;
        this.version = named;
        this.options.say(`The server understands API version ${named} at most; asking with that instead of ${asked}.`);
        return true;
    }
}
function redactAnswer(answer, redact) {
    const body = redact.bytes(answer.body);
    return body === answer.body ? answer : { ...answer, body };
}
/** @throws the error itself when it is about something else than the answer */
function failedBy(error, asked) {
    if (error instanceof NetworkError)
        return { failure: { code: error.code, text: error.message, asked }, passing: isPassingCode(error.code), error };
    if (!(error instanceof PageError))
        throw error;
    const code = error.passing ? { code: 'BODY_BROKEN' } : {};
    return { failure: { ...code, text: error.message, asked }, passing: error.passing, error };
}
function refuse(request, { failure, passing, answer, error }, attempt) {
    const attempts = attempt === 0 ? '' : `, after ${attempt + 1} attempts`;
    const id = answer === undefined ? undefined : activityId(answer);
    const details = [`${nameOf(request)}: ${service_describe(failure)}${attempts}.`, ...(id ? [`Activity id: ${id}`] : [])];
    return new ServiceError(diagnose(failure), details, passing, error);
}
/** `HTTP 401, “Access denied”`, or what the network or the page says. */
function service_describe({ status, code, text }) {
    const what = status === undefined ? code : `HTTP ${status}`;
    return [what, text === undefined ? undefined : `“${shorten(text, 1000)}”`]
        .filter(part => part !== undefined)
        .join(', ');
}

;// CONCATENATED MODULE: ./build/core/builds/wait.js




const heartbeat = 60_000;
/** A poll that failed in passing has been retried already; so many more in a row do not end the wait. */
const riddenOut = 3;
/** Milliseconds for the look that is taken when time is up, so that a build that has just ended is not missed. */
const lastLook = 10_000;
function isCompleted({ build }) {
    return build.status === 'completed' || build.status === 'abandoned';
}
/** Waits until a build matches, then until all that matched at that moment are completed. */
async function waitForBuilds(waiting) {
    const { settings, clock, onChange, say } = waiting;
    const found = await appear(waiting);
    if (found.length === 0)
        return { found, late: 'to appear' };
    onChange(found);
    const open = found.filter(one => !isCompleted(one));
    if (open.length === 0) {
        say(found.length === 1 ? 'The build is completed already.' : `All ${found.length} builds are completed already.`);
        return { found };
    }
    const names = open.slice(0, 10).map(({ build }) => `${verdict_nameOf(build)} (${stateOf(build)})`);
    say(`Waiting for ${listed(names)}${open.length > 10 ? ` and ${open.length - 10} more` : ''}.`);
    return complete(waiting, found, clock.now() + settings.waitTimeout);
}
async function appear(waiting) {
    const { settings, clock, select, say } = waiting;
    const deadline = clock.now() + settings.appearTimeout;
    const rest = resting(waiting, deadline, left => `No build matches yet; ${inSeconds(left)} left.`);
    const tolerate = tolerance(say);
    let limit = clock.now() + settings.timeout;
    for (let looks = 1;; looks++) {
        // A look that failed says nothing of builds: the last one must not end in "no build".
        const found = await tolerate(() => select(limit), () => clock.now() < deadline);
        if (found !== undefined && found.length > 0)
            return found;
        const left = deadline - clock.now();
        if (left <= 0)
            return [];
        if (looks === 1)
            say(`No build matches yet; looking again for ${inSeconds(left)}.`);
        await rest();
        limit = limitOf(waiting, deadline);
    }
}
async function complete(waiting, first, deadline) {
    const { settings, clock, refresh, onChange, say, progress } = waiting;
    let found = first;
    const open = () => found.filter(one => !isCompleted(one));
    const text = (left) => `Waiting for ${waitedFor(open())}; ${inSeconds(left)} left.`;
    const rest = resting(waiting, deadline, text);
    const tolerate = tolerance(say);
    for (;;) {
        if (open().length === 0)
            return { found };
        const left = deadline - clock.now();
        if (left <= 0)
            return { found, late: 'to complete' };
        progress(Math.min(99, Math.round((1 - left / settings.waitTimeout) * 100)), text(left));
        await rest();
        const limit = limitOf(waiting, deadline);
        const look = () => refresh(open(), limit);
        const fresh = await (clock.now() < deadline ? tolerate(look) : forgive(look, say));
        if (fresh === undefined)
            continue;
        found = update(found, fresh, say);
        onChange(found);
    }
}
/** Until when a look may take. */
function limitOf({ settings, clock }, deadline) {
    return Math.min(Math.max(deadline, clock.now() + lastLook), clock.now() + settings.timeout);
}
/** Puts what was seen anew in the place of what was known, with a line for each change. */
function update(known, fresh, say) {
    const seen = new Map(fresh.map(found => [found.build.id, found]));
    return known.map(old => {
        const found = seen.get(old.build.id) ?? old;
        const [before, after] = [stateOf(old.build), stateOf(found.build)];
        if (before !== after)
            say(`${verdict_nameOf(found.build)}: ${before} → ${after}`);
        return found;
    });
}
/**
 * Rests until the next look: never sooner than asked, and a little later, so that jobs that started together do not ask
 * together. Once in every minute it says what is waited for, however far apart the looks are.
 */
function resting({ settings, clock, signal, random, say }, deadline, text) {
    let beat = clock.now() + heartbeat;
    return async () => {
        const until = Math.min(clock.now() + settings.pollInterval * (1 + random() / 10), deadline);
        for (let now = clock.now(); now < until; now = clock.now()) {
            await clock.sleep(Math.min(until, Math.max(beat, now)) - now, signal);
            if (clock.now() < beat)
                continue;
            if (clock.now() < deadline)
                say(text(deadline - clock.now()));
            beat = clock.now() + heartbeat;
        }
    };
}
function inSeconds(left) {
    return formatDuration(Math.ceil(left / 1000) * 1000);
}
function waitedFor(open) {
    const [only] = open;
    if (open.length === 1 && only !== undefined)
        return `${verdict_nameOf(only.build)}, ${stateOf(only.build)}`;
    return counted(open.length, 'build');
}
/** Runs a look, and gives undefined where it failed in passing a few times in a row at most. */
function tolerance(say) {
    let failures = 0;
    return async (look, goesOn = () => true) => {
        try {
            const value = await look();
            failures = 0;
            return value;
        }
        catch (error) {
            const passing = error instanceof ServiceError && error.passing;
            if (!passing || ++failures > riddenOut || !goesOn())
                throw error;
            const [what] = error.message.split('\n');
            say(`This look failed, and the wait goes on (${failures} of ${riddenOut} in a row): ${what}`);
            return undefined;
        }
    };
}
/** The look that is taken when time is up: where it fails, time has run out all the same. */
async function forgive(look, say) {
    return look().catch(error => {
        if (!(error instanceof ServiceError))
            throw error;
        say(`The last look failed: ${error.message.split('\n')[0]}`);
        return undefined;
    });
}

;// CONCATENATED MODULE: ./build/core/builds/session.js










/** Everything that is asked in a run, through one gate. */
class Session {
    settings;
    options;
    trace = new Trace();
    truncated = false;
    service;
    http;
    /** Ends what is still under way when something else has failed. */
    ending = new AbortController();
    /** Of the whole query; each look of a wait has one of its own. Milliseconds since 1970. */
    deadline;
    constructor(settings, options) {
        this.settings = settings;
        this.options = options;
        const { organization, credential, apiVersion, requestTimeout, concurrency, retries } = settings;
        const { redact, clock, random, signal, say, authorities } = options;
        this.deadline = clock.now() + settings.timeout;
        this.http = openHttp(new URL(organization.url).origin, concurrency, authorities);
        this.service = new Service({
            url: organization.url,
            authorization: credential.authorization,
            apiVersion,
            requestTimeout,
            concurrency,
            retry: { retries, ...retryDelays },
            http: this.http,
            clock,
            random,
            signal: AbortSignal.any([signal, this.ending.signal]),
            redact,
            say,
        });
    }
    /** How many requests went out. */
    get sent() {
        return this.service.sent;
    }
    /** Which projects to ask, and about which pipelines. */
    async resolve() {
        const { deadline } = this;
        const projects = await resolveProjects(this.service, this.settings.project, deadline, () => {
            this.cut('The service repeats itself in the list of projects; projects may be missing.');
        });
        return resolveDefinitions(this.service, projects, this.settings.definitions, deadline);
    }
    /** Gives the builds that match now. */
    async fill(scopes, receiver, deadline = this.deadline) {
        this.trace = new Trace();
        const asking = {
            settings: this.settings,
            service: this.service,
            deadline,
            trace: this.trace,
            onCut: (why, project) => this.cut(cuts[why](project, this.settings)),
        };
        const more = await collect(scopes, asking, found => receiver.add(found));
        receiver.truncated = more || this.truncated;
    }
    /** Waits for builds, then gives them as they were seen last. @param onChange gets them at every change before that */
    async wait(scopes, onChange) {
        const { clock, random, signal, say, progress } = this.options;
        const compare = inOrder(parseOrder(this.settings.order));
        let truncated = false;
        const select = async (deadline) => {
            const found = [];
            const receiver = {
                truncated: false,
                add: one => void found.push({ ...one, bytes: Buffer.from(one.bytes) }),
            };
            await this.fill(scopes, receiver, deadline);
            truncated = receiver.truncated;
            return found;
        };
        const { found, ...rest } = await waitForBuilds({
            settings: this.settings,
            clock,
            random,
            signal,
            say,
            progress,
            select,
            refresh: (open, deadline) => this.refresh(open, deadline),
            onChange: changed => onChange({ found: changed, truncated }),
        });
        return { found: found.toSorted(compare), truncated, ...rest };
    }
    /** Ends every connection. */
    close() {
        this.ending.abort(new Error('the session is over'));
        this.http.close();
    }
    /** Looks at just these builds again: one request for each project. */
    async refresh(open, deadline) {
        const projects = new Set(open.map(({ build }) => build.project));
        const looks = [...projects].map(async (project) => {
            const buildIds = open.filter(({ build }) => build.project === project).map(({ build }) => build.id);
            const asking = {
                settings: onlyThese(this.settings, buildIds),
                service: this.service,
                deadline,
                trace: new Trace(),
                onCut: () => undefined,
            };
            const found = [];
            for await (const batch of buildsOf({ project, definitions: [] }, asking))
                found.push(...batch.map(one => ({ ...one, bytes: Buffer.from(one.bytes) })));
            return found;
        });
        return (await Promise.all(looks)).flat();
    }
    cut(warning) {
        if (!this.truncated)
            this.options.warn(warning);
        this.truncated = true;
    }
}
/** Why builds may be missing, in a sentence with what to do. */
const cuts = {
    'scan-limit': (project, { scanLimit }) => `Looked through ${scanLimit} builds of ${project} and stopped at scan-limit; builds that match may be missing. Raise scan-limit, or ask for less with definitions or min-time.`,
    'no progress': project => `The service repeats itself in the list of builds of ${project}; builds may be missing. Ask for fewer with definitions, min-time or max-time.`,
};
/** The query for builds that are known by their ids, whatever else has become of them. */
function onlyThese(settings, buildIds) {
    const none = { status: [], reason: [], tags: [], queues: [], definitions: [], result: [] };
    const empty = { commit: '', requestedFor: '', buildNumber: '', repositoryId: '', repositoryType: '' };
    return {
        ...settings,
        ...none,
        ...empty,
        buildIds,
        branch: undefined,
        minTime: undefined,
        maxTime: undefined,
        maxBuildsPerDefinition: undefined,
        deleted: 'includeDeleted',
        top: Number.POSITIVE_INFINITY,
    };
}

;// CONCATENATED MODULE: ./build/core/settings/contradictions.js
/** What is wrong with inputs that are right alone and impossible together; names of inputs stand in braces. */
function contradictions(values) {
    const { status, result, order, minTime, maxTime, repositoryId, repositoryType } = values;
    const unfinished = status.filter(name => name !== 'completed');
    const completed = status.length === 0 || status.includes('completed') || status.includes('all');
    const impossible = [
        [(repositoryId === '') !== (repositoryType === ''), '{repository-id} and {repository-type}: give both or neither.'],
        [
            isFinishOrder(order) && unfinished.length > 0,
            `{order} "${order}" looks at completed builds only, and {status} asks for ${unfinished.join(', ')} too.`,
        ],
        [
            result.length > 0 && !completed,
            '{result} asks for completed builds, and {status} for others: nothing can match.',
        ],
        [
            minTime !== undefined && maxTime !== undefined && minTime > maxTime,
            '{min-time} is after {max-time}: nothing can match.',
        ],
    ];
    return [...impossible, ...(values.wait ? neverWhileRunning(values) : [])].flatMap(([is, problem]) => is ? [problem] : []);
}
/** Filters that a build can only meet once it is completed, or not any more when it is. */
function neverWhileRunning({ status, result, order, maxTime }) {
    const excluded = [
        [result.length > 0, '{result}'],
        [status.length > 0 && status.every(name => name === 'completed'), '{status} "completed"'],
        [isFinishOrder(order), `{order} "${order}"`],
        [maxTime !== undefined, '{max-time}'],
    ];
    return excluded.map(([is, what]) => [
        is,
        `{wait} and ${what} exclude each other: no build that is running can match. Judge it with {require-result}.`,
    ]);
}
/** The order is missing when it could not be read. */
function isFinishOrder(order) {
    return order?.startsWith('finishTime') ?? false;
}

;// CONCATENATED MODULE: ./build/core/inputs/raw-inputs.js

/** The name of an input as the host writes it. */
function spell(name, { host }) {
    return host === 'azure' ? camel(name) : name;
}

;// CONCATENATED MODULE: ./build/core/credential/token.js


/** What is given in `pat` wins, then the connection's, then the job's own. */
function chooseToken(raw, around) {
    if (raw.pat !== '')
        return { token: raw.pat.trim(), source: 'the input' };
    if (around.connection !== undefined)
        return { token: around.connection.token.trim(), source: 'the service connection' };
    if (around.jobToken !== undefined)
        return { token: around.jobToken.trim(), source: 'the job’s own token' };
    return { token: '', source: 'the input' };
}
/** The job's own token goes to the job's own organization and nowhere else. */
function foreignToken({ source }, organization, around) {
    if (source !== 'the job’s own token' || organization === undefined)
        return undefined;
    const own = around.organization === undefined ? undefined : parseOrganization(around.organization, true).url;
    return own?.toLowerCase() === organization.url.toLowerCase() ? undefined : 'token-missing-for-organization';
}
/** Which input it is. A reference to a variable is no secret, and its name helps; nothing else of a token is shown. */
function aboutToken({ token }, around) {
    const [reference] = /^\$\([\w .-]+\)$|^\$\{\{[\w .'-]+\}\}$|^\$\[[\w .'-]+\]$/.exec(token) ?? [];
    return `Input: ${spell('pat', around)}${reference === undefined ? '' : `, which is ${reference}`}`;
}

;// CONCATENATED MODULE: ./build/core/settings/settings.js










/**
 * Reads every input.
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
function readSettings(raw, around, now) {
    const problems = [];
    /** Runs a check, and keeps its problem for the end. */
    const check = (name, read) => {
        try {
            return read();
        }
        catch (error) {
            if (!(error instanceof Problem))
                throw error;
            problems.push(`${spell(name, around)} ${settings_quote(name, raw)}${error.message}.`);
            return undefined;
        }
    };
    const own = {
        ...raw,
        organization: raw.organization || around.connection?.url || around.organization || '',
        project: raw.project || around.project || '',
    };
    const values = readValues(own, around, now, check, problems);
    const organization = own.organization === ''
        ? undefined
        : check('organization', () => parseOrganization(own.organization, values.allowHttp));
    const branch = own.branch === '' ? undefined : check('branch', () => parseBranch(own.branch));
    checkWords(values, check);
    for (const problem of contradictions(values))
        problems.push(problem.replace(/\{([a-z-]+)\}/g, (_, name) => spell(name, around)));
    const chosen = chooseToken(raw, around);
    const wrong = tokenProblem(chosen.token) ?? foreignToken(chosen, organization, around);
    if (wrong !== undefined && problems.length === 0)
        throw new StepError(wrong, [aboutToken(chosen, around)]);
    if (wrong !== undefined)
        problems.push(`${spell('pat', around)}: ${causes[wrong].what} ${causes[wrong].fix}`);
    if (problems.length > 0 || organization === undefined)
        throw new InputError(problems);
    return {
        ...values,
        organization,
        branch,
        credential: credentialOf(chosen, values.username),
        tokenSource: chosen.source,
        top: values.top === 0 ? Number.POSITIVE_INFINITY : (values.top ?? (values.wait ? 1 : 100)),
    };
}
function readValues(raw, around, now, check, problems) {
    const values = {};
    for (const name of inputNames) {
        const { kind, default: standard = '', requiredOn, only, ...bounds } = declarations[name];
        if (only !== undefined && only !== around.host)
            continue;
        if (raw[name] === '' && requiredOn !== undefined && kind !== 'secret')
            problems.push(`${spell(name, around)} is required.`);
        const empty = kind === 'list' || kind === 'choices' || kind === 'numbers' ? [] : undefined;
        const text = raw[name] || standard;
        const isText = kind === 'text' || kind === 'secret' || kind === 'connection';
        const read = () => readers[kind](text, { ...bounds, now });
        values[camel(name)] = text === '' && !isText ? empty : (check(name, read) ?? empty);
    }
    return values;
}
/** Texts that have a form of their own. */
function checkWords(values, check) {
    check('commit', () => {
        if (values.commit !== '' && !/^[0-9a-f]{7,64}$/i.test(values.commit))
            throw new Problem('is not a commit’s hash, or fewer than its first 7 digits');
    });
    check('username', () => {
        // https://www.rfc-editor.org/rfc/rfc7617#section-2
        if (values.username.includes(':'))
            throw new Problem('has a colon, which ends the name in a Basic credential');
    });
    check('api-version', () => {
        if (values.apiVersion !== '' && !/^\d+\.\d+(-preview(\.\d+)?)?$/.test(values.apiVersion))
            throw new Problem('is not an API version. Write it as 7.1 or 7.2-preview, or leave it empty');
    });
    check('project', () => {
        // As segments of a path these two mean other folders.
        if (values.project.some(item => item === '.' || item === '..'))
            throw new Problem('is no name of a project');
    });
    check('definitions', () => {
        const wrong = values.definitions.find(item => /\\$/.test(item) || /^0+$/.test(item) || /^\d{10,}$/.test(item));
        if (wrong !== undefined)
            throw new Problem(`has the item "${wrong}", which is no pipeline’s id, name or \\folder\\name`);
    });
}
function settings_quote(name, raw) {
    const { kind } = declarations[name];
    return kind === 'secret' || raw[name] === '' ? '' : `"${raw[name].replace(/\/\/.*@/g, '//***@')}" `;
}

;// CONCATENATED MODULE: ./build/core/host/uncaught-errors.js
/**
 * Catches errors that nobody awaited or expected. Left alone, hosts print their stacks, and one of them lets the step
 * pass; caught, they end the run through the signal and are told like any other.
 */
function catchStrays() {
    const controller = new AbortController();
    const onStray = (error) => controller.abort(error);
    process.on('uncaughtException', onStray).on('unhandledRejection', onStray);
    return {
        signal: controller.signal,
        stop: () => void process.off('uncaughtException', onStray).off('unhandledRejection', onStray),
    };
}

;// CONCATENATED MODULE: ./build/core/show/summary.js







/** So many builds get a row. */
const tableRows = 50;
/** The service knows fewer; what else a server sends must not fill the page. */
const mostStates = 20;
/** Names of projects are short; one that is not must not fill the page either. */
const longestTarget = 2000;
/** GitHub refuses a summary of 1 MiB or more as a whole; a page that long is no summary on Azure either. */
const summary_mostBytes = 1024 * 1024 - 1;
const summary_marks = new Map([
    ['succeeded', '✅'],
    ['partiallySucceeded', '⚠️'],
    ['failed', '❌'],
    ['canceled', '🚫'],
    ['inProgress', '🔵'],
    ['notStarted', '⚪'],
    ['cancelling', '🚫'],
    ['postponed', '⚪'],
]);
function markOf(state) {
    return summary_marks.get(state) ?? '·';
}
const headings = {
    passed: 'Azure DevOps builds: passed ✅',
    failed: 'Azure DevOps builds: failed ❌',
    none: 'Azure DevOps builds: none found ➖',
    'timed-out': 'Azure DevOps builds: timed out ⌛',
};
/** The job summary: the verdict, the figures, the trend, and a table of builds. Markdown for both hosts. */
function summarize(settings, listing, verdict, now) {
    const { organization, requireResult, maxAge } = settings;
    // Without a rule the sentence only counts the builds, as the figures do.
    const judged = verdict.outcome !== 'passed' || requireResult.length > 0 || maxAge !== undefined;
    const head = [
        `## ${headings[verdict.outcome]}`,
        ...(judged ? verdict.sentences : []).map(sentence => sentenceOf(sentence, organization)),
        ...verdict.warnings
            .filter(warning => !verdict.sentences.some(([first]) => first === warning))
            .map(warning => `⚠️ ${markdown(warning)}`),
    ];
    const figures = listing.count === 0 ? [] : [figuresOf(listing), ...trendOf(listing.statistics)];
    const asked = `Asked for: ${markdown(shorten(describeQuery(settings), 2000))}.`;
    for (let rows = tableRows;; rows = Math.floor(rows / 2)) {
        const page = `${[...head, ...figures, ...tableOf(listing, organization, now, rows), asked].join('\n\n')}\n`;
        if (Buffer.byteLength(page) <= summary_mostBytes || rows === 0)
            return page;
    }
}
/** Names come from the service and are shown as they are; links are of this step's making. */
function sentenceOf(sentence, organization) {
    return sentence
        .map(part => (typeof part === 'string' ? markdown(shorten(part, 500)) : linkTo(part, verdict_nameOf(part), organization)))
        .join('');
}
function figuresOf({ count, truncated, statistics }) {
    const { byResult, byStatus, completed, passRate } = statistics;
    const counts = [...byResult, ...byStatus].filter(([, amount]) => amount > 0).slice(0, mostStates);
    const states = counts.map(([state, amount]) => `${markOf(state)} ${grouped(amount)} ${code(shorten(state, 60))}`);
    const lines = [`**${counted(count, 'build')}**${truncated ? ' (more may match)' : ''}: ${listed(states)}.`];
    const canceled = byResult.get('canceled') ?? 0;
    if (passRate !== undefined) {
        const without = canceled === 0 ? '' : `, ${counted(canceled, 'canceled one')} left out`;
        lines.push(`Pass rate **${percent(passRate)}** of ${counted(completed - canceled, 'completed build')}${without}.`);
    }
    const [median, most] = [statistics.duration(0.5), statistics.duration(0.9)];
    if (median !== undefined && most !== undefined)
        lines.push(`Duration: median **${formatDuration(median)}**, 90th percentile **${formatDuration(most)}**.`);
    return lines.join('<br>');
}
function percent(share) {
    const text = (share * 100).toFixed(1);
    return `${text.endsWith('.0') ? text.slice(0, -2) : text} %`;
}
const blocks = [...'▁▂▃▄▅▆▇█'];
/** Results and durations over time; one build alone is no trend. */
function trendOf({ trend }) {
    if (trend.length < 2)
        return [];
    const results = trend.map(build => markOf(build.result)).join('');
    const durations = trend.map(build => durationOf(build) ?? 0);
    const longest = Math.max(...durations, 1);
    const bars = durations.map(duration => blocks[Math.round((duration / longest) * (blocks.length - 1))]).join('');
    return [
        `The last ${trend.length} completed, oldest first:<br>${results}<br><code>${bars}</code> durations, up to ${formatDuration(longest)}`,
    ];
}
function tableOf(listing, organization, now, rows) {
    if (listing.count === 0)
        return [];
    const shown = listing.builds.slice(0, rows);
    const several = new Set(shown.map(({ project }) => project)).size > 1;
    const columns = [
        'Result',
        'Build',
        ...(several ? ['Project'] : []),
        'Pipeline',
        'Branch',
        'Commit',
        'When',
        'Duration',
    ];
    const table = [
        `| ${columns.join(' | ')} |`,
        `|${' --- |'.repeat(columns.length)}`,
        ...shown.map(build => `| ${summary_cells(build, organization, now, several).join(' | ')} |`),
    ].join('\n');
    const left = listing.count - shown.length;
    return left > 0 ? [table, `${counted(left, 'more build')} not shown; the file of builds has all.`] : [table];
}
function summary_cells(build, organization, now, several) {
    const duration = durationOf(build);
    const state = stateOf(build);
    return [
        onOneLine(`${markOf(state)} ${markdown(shorten(state, 60))}`),
        linkTo(build, build.buildNumber || String(build.id), organization),
        ...(several ? [code(shorten(build.project, 60))] : []),
        code(shorten(build.definitionName, 60)),
        code(shorten(shortRef(build.sourceBranch), 60)),
        build.sourceVersion === '' ? '' : code(build.sourceVersion.slice(0, 8)),
        onOneLine(markdown(age(build, now))),
        onOneLine(duration === undefined ? '' : formatDuration(duration)),
    ];
}
/** Narrow pages break a cell at its spaces, which these are too short for. */
function onOneLine(cell) {
    return cell.replaceAll(' ', '&nbsp;');
}
/** A link to a build. What could end the link or a cell of a table is percent-encoded in its target. */
function linkTo(build, name, organization) {
    const target = buildPage(organization, build.project, build.id).replace(/[()|<>\\`*'"\s[\]]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
    const shown = markdown(shorten(name, 60));
    return target.length > longestTarget ? shown : `[${shown}](${target})`;
}

;// CONCATENATED MODULE: ./build/core/run.js






















const standardTools = { clock: systemClock, random: Math.random };
/** The step: inputs, credential, builds, verdict, outputs and summary. It ends by telling the host how it went. */
async function run(bare, { clock, random } = standardTools) {
    const cancellation = listenForCancellation();
    const { host, redact, inputs, surroundings } = enter(bare);
    const strays = catchStrays();
    const known = {};
    let session;
    try {
        const settings = readSettings(inputs, surroundings, clock.now());
        known.settings = settings;
        introduce(host, settings, clock.now());
        if (settings.dryRun)
            return conclude(host, 'dry-run', { result: 'passed' });
        const { info: say, warn, progress } = host;
        const network = host.network(settings.organization.url);
        const signal = AbortSignal.any([cancellation.signal, strays.signal]);
        session = new Session(settings, { ...network, redact, clock, random, signal, say, warn, progress });
        const scopes = await session.resolve();
        const listing = new Listing(settings, settings.outputFile || defaultFile(host));
        known.listing = listing;
        const late = await (settings.wait ? waitAndFill(session, scopes, listing, known) : session.fill(scopes, listing));
        signal.throwIfAborted();
        listing.keep();
        const verdict = judge(settings, listing, late ?? undefined, clock.now());
        tell(host, settings, session, listing, verdict, clock.now());
        if (settings.summary)
            await showSummary(host, summarize(settings, listing, verdict, clock.now()));
        strays.signal.throwIfAborted();
        conclude(host, verdict.outcome, { result: verdict.passes ? 'passed' : 'failed' }, known);
    }
    catch (error) {
        const explained = explainByExpiry(error, known.settings?.patExpiresOn, clock.now());
        if (explained instanceof CanceledError)
            cancel(host, known, explained);
        else
            fail(host, known, explained);
    }
    finally {
        session?.close();
        cancellation.stop();
        strays.stop();
    }
}
/** Reads what is given and hides the token, before anything that could show it is said. */
function enter(bare) {
    const { inputs, surroundings } = bare.read();
    const forms = secretForms(chooseToken(inputs, surroundings).token, inputs.username);
    // Shortest first: a host may show the line that hides a longer one, and then hides what it knows already.
    for (const form of forms.toReversed())
        bare.mask(form);
    const redact = redactor(forms);
    return { host: guard(bare, redact), redact, inputs, surroundings };
}
/** The builds that were waited for, as they were seen last. @returns on what time ran out, if it did */
async function waitAndFill(session, scopes, listing, known) {
    const waited = await session.wait(scopes, selection => {
        known.selection = selection;
    });
    listing.addAll(waited);
    return waited.late;
}
/** What is asked, and with what. */
function introduce(host, settings, now) {
    const { credential, tokenSource } = settings;
    host.info(`${product} ${version}`);
    host.info(`${describeQuery(settings)}.`);
    host.info(`The token is from ${tokenSource} and goes as ${credential.scheme}.`);
    const warning = expiryWarning(settings.patExpiresOn, now);
    if (warning !== undefined)
        host.warn(warning);
    if (settings.dryRun)
        for (const line of describeRequests(settings))
            host.info(line);
}
function defaultFile(host) {
    return (0,external_node_path_namespaceObject.join)(host.temporaryFolder(), `azure-devops-builds-${(0,external_node_crypto_namespaceObject.randomUUID)().slice(0, 8)}.json`);
}
/** The builds and the verdict, in the log. */
function tell(host, settings, session, listing, verdict, now) {
    host.info(describeTrace(session.trace, listing.count));
    host.debug(`${counted(session.sent, 'request')} sent.`);
    if (listing.count > 0)
        host.group(counted(listing.count, 'build'), buildLines(listing.builds, listing.count, now));
    if (listing.truncated)
        host.info('More builds may match than were returned.');
    for (const warning of verdict.warnings)
        host.warn(warning);
    for (const each of verdict.sentences) {
        const sentence = inLog(each, settings.organization);
        if (!verdict.passes)
            host.error(sentence);
        else if (!verdict.warnings.includes(sentence))
            host.info(sentence);
    }
}
/** A summary that cannot be written is a pity and no reason to stop a release. */
async function showSummary(host, markdown) {
    await host.writeSummary(markdown).catch(error => host.warn(`The summary was not written: ${messageOf(error)}`));
}
/** Every output, then the end. */
function conclude(host, outcome, ending, { listing, settings } = {}) {
    const outputs = outputsOf(outcome, listing, settings?.organization);
    for (const name of outputNames)
        host.setOutput(name, outputs[name]);
    host.end(ending);
}
function fail(host, known, error) {
    known.listing?.discard();
    const told = error instanceof StepError ? error : new StepError('unexpected', [messageOf(error)], error);
    if (told.reason === 'unexpected' && error instanceof Error)
        host.debug(error.stack ?? '');
    host.error(told.message);
    try {
        conclude(host, 'error', { result: 'failed' });
    }
    catch (worse) {
        host.error(`The outputs were not set: ${messageOf(worse)}`);
        host.end({ result: 'failed' });
    }
}
/** What was being waited for is known, and told; a list that was being read is not. */
function cancel(host, known, { message, signal }) {
    host.warn(`${message} Nothing more is asked.`);
    const { listing, selection } = known;
    if (selection !== undefined) {
        listing?.addAll(selection);
        listing?.keep();
    }
    else
        listing?.discard();
    conclude(host, 'canceled', { result: 'canceled', signal }, selection === undefined ? {} : known);
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
// EXTERNAL MODULE: ./node_modules/azure-pipelines-task-lib/taskcommand.js
var taskcommand = __nccwpck_require__(373);
;// CONCATENATED MODULE: ./build/azure/endpoint.js
/** The parameters that hold a token, in the schemes Token, OAuth and UsernamePassword. */
const endpoint_parameters = ['apitoken', 'accesstoken', 'password'];
/** Reads the environment itself: the task library prints a parameter before it can be masked. */
function endpointOf(id) {
    const url = process.env[`ENDPOINT_URL_${id}`] ?? '';
    const whole = authorization(process.env[`ENDPOINT_AUTH_${id}`]);
    const tokens = endpoint_parameters.map(name => process.env[`ENDPOINT_AUTH_PARAMETER_${id}_${name.toUpperCase()}`] || whole[name]);
    return { url, token: tokens.find(token => token !== undefined && token !== '') ?? '' };
}
function authorization(json) {
    try {
        const { parameters } = JSON.parse(json ?? '{}');
        return Object.fromEntries(Object.entries(parameters ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    }
    catch {
        return {};
    }
}

;// CONCATENATED MODULE: ./build/azure/proxy.js
/**
 * Makes the agent's own proxy the one that the step uses. What looks for a proxy reads the environment, which the agent
 * does not set. Without a proxy of the agent, the environment's stands. The task library's own reading is not used: it
 * does not encode the password in the address, and fails on an expression that .NET knows and JavaScript does not.
 */
function useProxy({ url: proxy, username, password, bypass }, url) {
    if (proxy === '')
        return;
    const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY'];
    for (const name of names)
        delete process.env[name];
    if (expressions(bypass).some(expression => expression.test(new URL(url).origin)))
        return;
    const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`;
    const address = proxy.replace(/^([a-z]+:\/\/)(?:[^/@]*@)?/i, (_, scheme) => `${scheme}${credentials}`);
    process.env[url.startsWith('https:') ? 'https_proxy' : 'http_proxy'] = username === '' ? proxy : address;
}
/** The agent, too, leaves out what is no expression or empty, and looks at scheme, host and port: https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/AgentWebProxy.cs */
function expressions(json) {
    const texts = listOf(json).map(text => text.trim().replace(/^\(\?i\)/, ''));
    return texts.flatMap(text => {
        try {
            return text === '' ? [] : [new RegExp(text, 'i')];
        }
        catch {
            return [];
        }
    });
}
function listOf(json) {
    try {
        const list = JSON.parse(json === '' ? '[]' : json);
        return Array.isArray(list) ? list.map(String) : [];
    }
    catch {
        return [];
    }
}

;// CONCATENATED MODULE: ./build/azure/host.js







/**
 * Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 *
 * Of the task library only the writer of commands is used. The whole of it prints values when it is asked for them,
 * copies every secret into a vault with its key file beside it, and takes errors that nobody caught for its own.
 */
const azureHost = {
    read: () => ({
        inputs: Object.fromEntries(inputNames.map((name) => [name, input(name)])),
        surroundings: surroundings(),
    }),
    mask(secret) {
        for (const piece of shownPieces(secret))
            console.log(`##vso[task.setsecret]${piece}`);
        console.log(`##vso[task.setsecret]${escaped(secret)}`);
    },
    network(url) {
        useProxy({
            url: host_variable('Agent.ProxyUrl'),
            username: host_variable('Agent.ProxyUsername'),
            password: host_variable('Agent.ProxyPassword'),
            bypass: host_variable('Agent.ProxyBypassList'),
        }, url);
        return authoritiesIn(host_variable('Agent.CAInfo'));
    },
    temporaryFolder: temporaryFolder,
    info: line => console.log(line),
    debug: line => host_command('task.debug', {}, line),
    warn: message => issue('warning', message),
    error: message => issue('error', message),
    group(title, lines) {
        console.log(`##[group]${title}`);
        for (const line of lines)
            console.log(line);
        console.log('##[endgroup]');
    },
    progress: (percent, text) => host_command('task.setprogress', { value: String(percent) }, text),
    setOutput: (name, value) => host_command('task.setvariable', { variable: camel(name) }, value),
    async writeSummary(markdown) {
        // The agent uploads it later, under the file's name: a folder of its own keeps two steps of a job apart.
        const file = (0,external_node_path_namespaceObject.join)((0,external_node_fs_namespaceObject.mkdtempSync)((0,external_node_path_namespaceObject.join)(temporaryFolder(), 'summary-')), 'Azure DevOps builds.md');
        (0,external_node_fs_namespaceObject.writeFileSync)(file, markdown);
        host_command('task.uploadsummary', {}, file);
    },
    end(ending) {
        // The task library spells it Cancelled, a word that the agent does not know.
        const result = { passed: 'Succeeded', failed: 'Failed', canceled: 'Canceled' }[ending.result];
        host_command('task.complete', { result }, '');
        // The agent goes by the command; another code would make a failure of it.
        process.exitCode = 0;
    },
};
function host_command(name, properties, message) {
    console.log(new taskcommand/* TaskCommand */.zH(name, properties, message).toString());
}
/** The agent takes the source for true only with the id that it gave to this step. */
function issue(type, message) {
    const correlationId = process.env.COMMAND_CORRELATION_ID ?? '';
    host_command('task.issue', { type, source: 'TaskInternal', correlationId }, message);
}
/** Variables that are secret have another name in the environment. */
function host_variable(name) {
    const key = name.replaceAll('.', '_').toUpperCase();
    return process.env[key] ?? process.env[`SECRET_${key}`] ?? '';
}
/** What is trusted beside the agent's own list must be named with it: it replaces what Node.js has read. */
function authoritiesIn(file) {
    if (file === '')
        return {};
    const files = [file, process.env.NODE_EXTRA_CA_CERTS ?? ''].filter(external_node_fs_namespaceObject.existsSync);
    return { authorities: files.map(name => (0,external_node_fs_namespaceObject.readFileSync)(name, 'utf8')).join('\n') };
}
function input(name) {
    return process.env[`INPUT_${camel(name).toUpperCase()}`]?.trim() ?? '';
}
function surroundings() {
    const organization = process.env.SYSTEM_COLLECTIONURI || process.env.SYSTEM_TEAMFOUNDATIONCOLLECTIONURI;
    const project = process.env.SYSTEM_TEAMPROJECT;
    const jobToken = endpointOf('SYSTEMVSSCONNECTION').token;
    const connection = input('connection');
    return {
        host: 'azure',
        ...(organization ? { organization } : {}),
        ...(project ? { project } : {}),
        ...(jobToken ? { jobToken } : {}),
        ...(connection ? { connection: endpointOf(connection) } : {}),
    };
}
function temporaryFolder() {
    return process.env.AGENT_TEMPDIRECTORY || (0,external_node_os_namespaceObject.tmpdir)();
}
/**
 * What the agent would take for something else.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md
 */
const escapes = { '%': '%AZP25', '\r': '%0D', '\n': '%0A' };
/** No more than must be: with System.Debug the agent shows the line as it came, hidden only where it is the secret. */
function escaped(text) {
    return text.replace(/%(?=AZP25|0D|0A|3B|5D)|[\r\n]/g, character => escapes[character] ?? character);
}
/** What that line would show of a secret that has to be escaped. */
function shownPieces(secret) {
    const line = escaped(secret);
    return line === secret ? [] : line.split(/%AZP25|%0D|%0A/).filter(piece => piece.length >= 8);
}

;// CONCATENATED MODULE: ./build/azure/main.js


// Node.js ends with 0 when nothing is left to wait for: until the run has told its end, that is a failure.
process.exitCode = 1;
void run(azureHost);

module.exports = __webpack_exports__;
/******/ })()
;