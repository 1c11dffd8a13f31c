/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";
var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 896:
/***/ ((module) => {

"use strict";
module.exports = require("fs");

/***/ }),

/***/ 611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 598:
/***/ ((module) => {

"use strict";
module.exports = require("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

"use strict";
module.exports = require("node:fs");

/***/ }),

/***/ 455:
/***/ ((module) => {

"use strict";
module.exports = require("node:fs/promises");

/***/ }),

/***/ 760:
/***/ ((module) => {

"use strict";
module.exports = require("node:path");

/***/ }),

/***/ 75:
/***/ ((module) => {

"use strict";
module.exports = require("node:stream");

/***/ }),

/***/ 466:
/***/ ((module) => {

"use strict";
module.exports = require("node:stream/promises");

/***/ }),

/***/ 500:
/***/ ((module) => {

"use strict";
module.exports = require("node:timers/promises");

/***/ }),

/***/ 522:
/***/ ((module) => {

"use strict";
module.exports = require("node:zlib");

/***/ }),

/***/ 203:
/***/ ((module) => {

"use strict";
module.exports = require("stream");

/***/ }),

/***/ 756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ }),

/***/ 106:
/***/ ((module) => {

"use strict";
module.exports = require("zlib");

/***/ }),

/***/ 322:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   MN: () => (/* binding */ readArtifacts),
/* harmony export */   Yq: () => (/* binding */ listRequest),
/* harmony export */   hb: () => (/* binding */ signedContentRequest),
/* harmony export */   t8: () => (/* binding */ containerRequest),
/* harmony export */   wM: () => (/* binding */ readSignedUrl)
/* harmony export */ });
/* harmony import */ var _service_json_list_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(659);

const area = ['_apis', 'build', 'builds'];
/** The artifacts of a build, all in one response. */
function listRequest({ id, project }, deadline) {
    return {
        words: { what: `The list of artifacts of build ${id}`, subject: 'artifacts' },
        path: [project, ...area, String(id), 'artifacts'],
        deadline,
    };
}
/**
 * A URL that lets anybody who has it download a pipeline artifact for some time, so that the token need not go to the host
 * that stores it: https://learn.microsoft.com/rest/api/azure/devops/pipelines/artifacts/get
 */
function signedContentRequest({ id, project, pipelineId = 0 }, name, deadline) {
    return {
        words: { what: `The signed URL of the artifact ${name}`, subject: 'artifacts' },
        path: [project, '_apis', 'pipelines', String(pipelineId), 'runs', String(id), 'artifacts'],
        query: () => [
            ['artifactName', name],
            ['$expand', 'signedContent'],
        ],
        least: '5.2',
        deadline,
    };
}
/** The content of a container artifact, which is stored by the organization itself. */
function containerRequest({ id, project }, name, deadline) {
    return {
        words: { what: `The download of the artifact ${name}`, subject: 'artifacts' },
        path: [project, ...area, String(id), 'artifacts'],
        query: () => [
            ['artifactName', name],
            ['$format', 'zip'],
        ],
        accept: 'application/zip',
        expects: { types: ['zip'] },
        deadline,
    };
}
/** @throws PageError */
function readArtifacts({ body }) {
    return (0,_service_json_list_js__WEBPACK_IMPORTED_MODULE_0__/* .splitPage */ .KU)(body).map(element => {
        const { name, resource } = fields((0,_service_json_list_js__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(element));
        if (typeof name !== 'string' || name === '')
            throw new _service_json_list_js__WEBPACK_IMPORTED_MODULE_0__/* .PageError */ .AX(false, 'an artifact has no name');
        const { type, properties } = fields(resource);
        return { name, type: typeof type === 'string' ? type : '', size: sizeOf(fields(properties).artifactsize) };
    });
}
/** @throws PageError */
function readSignedUrl({ body }) {
    const { url } = fields(fields((0,_service_json_list_js__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(body)).signedContent);
    if (typeof url !== 'string' || !URL.canParse(url))
        throw new _service_json_list_js__WEBPACK_IMPORTED_MODULE_0__/* .PageError */ .AX(false, 'it has no signed URL');
    return url;
}
function sizeOf(text) {
    const size = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return Number.isSafeInteger(size) ? size : undefined;
}
function fields(value) {
    return typeof value === 'object' && value !== null ? value : {};
}


/***/ }),

/***/ 606:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ globMatcher),
/* harmony export */   y: () => (/* binding */ isGlob)
/* harmony export */ });
/** Whether a text has `*` or `?`, which stand for other characters. */
function isGlob(text) {
    return /[*?]/.test(text);
}
/** Matches whole texts: `*` is any number of characters, `?` is one, and each also takes a slash. */
function globMatcher(glob) {
    const characters = [...glob];
    return text => fits(characters, [...text]);
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


/***/ }),

/***/ 52:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/** Longer names, and more of them, are not compared. */
const maxLength = 256;
const maxCandidates = 10_000;
/** Up to `limit` candidates that a slip of the fingers could have turned into `word`, nearest first. */
function nearest(word, candidates, limit = 3) {
    const near = [];
    // A name is short: a long one is hostile, and the distance costs the product of both lengths.
    if (word.length > maxLength)
        return [];
    for (const candidate of [...new Set(candidates)].slice(0, maxCandidates)) {
        if (candidate.length > maxLength)
            continue;
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
/** Optimal string alignment distance: how many characters to insert, delete, replace, or swap with their neighbor. */
function editDistance(a, b) {
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
            const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : replaced;
            next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        before = row;
        row = next;
    }
    return row[b.length] ?? 0;
}


/***/ }),

/***/ 755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   PA: () => (/* binding */ NewFile),
/* harmony export */   fc: () => (/* binding */ makeFolder),
/* harmony export */   uD: () => (/* binding */ checkPlace)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(760);
/* harmony import */ var _errors_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(313);




/**
 * A file that only its owner can read, and that gets its name when it is complete. It is made under a name that nobody
 * can guess and follows no link, so whoever can write to the folder can neither read it nor lead it elsewhere.
 */
class NewFile {
    place;
    reserved;
    /** Absolute. */
    path;
    partial;
    file;
    open = true;
    /**
     * @param place its folder is made
     * @param reserved files that must stay as they are
     * @throws StepError output-file-unwritable; so do the methods, but for `discard`
     */
    constructor(place, reserved = []) {
        this.place = place;
        this.reserved = reserved;
        this.path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(place);
        this.partial = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(this.path), `.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}.part`);
        checkPlace(place, reserved);
        this.file = trying(this.path, () => {
            makeFolder((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(this.path));
            return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.openSync)(this.partial, 'wx', 0o600);
        });
    }
    write(bytes) {
        trying(this.path, () => (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.writeFileSync)(this.file, bytes));
    }
    /** Puts the file in its place. @returns whether another was there, and is gone */
    keep() {
        trying(this.path, () => this.close());
        checkPlace(this.place, this.reserved);
        return trying(this.path, () => {
            const replaces = statsOf(this.path) !== undefined;
            (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.renameSync)(this.partial, this.path);
            return replaces;
        });
    }
    /** Leaves nothing behind. */
    discard() {
        try {
            this.close();
            (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.rmSync)(this.partial, { force: true });
        }
        catch {
            // What ended the step is reported; this would only hide it.
        }
    }
    close() {
        if (!this.open)
            return;
        this.open = false;
        (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.closeSync)(this.file);
    }
}
/**
 * Whether a file can be put in a place: nothing is there, or a regular file that is not reserved.
 * @throws StepError output-file-unwritable, which says what is there
 */
function checkPlace(place, reserved = []) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(place);
    trying(path, () => {
        const why = whyNot(place, path, reserved);
        if (why !== undefined)
            throw new Error(why);
    });
}
function trying(path, act) {
    try {
        return act();
    }
    catch (error) {
        throw new _errors_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .StepError */ .zg('output-file-unwritable', { details: [`${path}: ${(0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}`], original: error });
    }
}
function whyNot(place, path, reserved) {
    const there = statsOf(path);
    if (place.endsWith('/') || place.endsWith(node_path__WEBPACK_IMPORTED_MODULE_2__.sep) || there?.isDirectory())
        return 'it is a folder';
    if (there?.isSymbolicLink())
        return 'it is a symbolic link';
    if ((there !== undefined && !there.isFile()) || isDeviceName(path))
        return 'it is not a regular file';
    return reserved.some(file => isSame(path, there, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(file))) ? 'the host itself uses it' : undefined;
}
/** What is at a path itself, not where a link leads. */
function statsOf(path) {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.lstatSync)(path, { throwIfNoEntry: false });
}
/** By any path that leads there: through links to folders, in another case, as another name of the same file. */
function isSame(path, there, other) {
    if (path === other || realPlace(path) === realPlace(other))
        return true;
    const those = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.statSync)(other, { throwIfNoEntry: false });
    return there !== undefined && there.ino === those?.ino && there.dev === those.dev;
}
function realPlace(path) {
    try {
        return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path)), (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path));
    }
    catch {
        return path;
    }
}
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
function isDeviceName(path) {
    if (process.platform !== 'win32')
        return false;
    return path.startsWith('\\\\.\\') || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|:/i.test((0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path));
}
/**
 * Folder after folder: Node.js itself never ends when it is to make all of a path below /proc.
 * @returns those that were not there, the deepest first
 */
function makeFolder(path) {
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.statSync)(path, { throwIfNoEntry: false })?.isDirectory())
        return [];
    const made = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path) === path ? [] : makeFolder((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path));
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.mkdirSync)(path);
        return [path, ...made];
    }
    catch (error) {
        // Another step may have made it meanwhile.
        if (!(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.statSync)(path, { throwIfNoEntry: false })?.isDirectory())
            throw error;
        return made;
    }
}


/***/ }),

/***/ 469:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ formatSize)
/* harmony export */ });
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
/** `0 B`, `999 B`, `1.5 KiB`, `312 MiB`, `1.0 GiB`. */
function formatSize(bytes) {
    let [amount, unit] = [bytes, 0];
    // From here on it would be written as 1024.
    for (; amount >= 1023.5 && unit < units.length - 1; unit++)
        amount /= 1024;
    return `${unit === 0 || amount >= 99.95 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}


/***/ }),

/***/ 811:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bv: () => (/* binding */ safeLines),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   ml: () => (/* binding */ shorten),
/* harmony export */   om: () => (/* binding */ safeLine),
/* harmony export */   wD: () => (/* binding */ markdown),
/* harmony export */   zD: () => (/* binding */ grouped)
/* harmony export */ });
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
 * `##[` and `##vso`, also with characters in between that the hosts do not see: both search by culture, and .NET's ICU
 * ignores about a thousand marks and letters. No list of them would last, so whatever is not ASCII may stand anywhere.
 */
const commandMark = /#([\u0080-\uffff]*)#(?=[\s\u0080-\uffff]*(?:\[|v[\u0080-\uffff]*s[\u0080-\uffff]*o))/gi;
/** `::` at the beginning of a line, likewise. */
const commandStart = /^([\s\u0080-\uffff]*):([\u0080-\uffff]*):/;
/** A mark that combines with what stands before it, or such a mark behind letters that may be ignored. */
const leadingMark = /^(?=[\p{Lm}\u180a\u1cd3\ufe73]*[\p{M}\p{Cn}])/u;
/**
 * Any text as a line that neither host takes for a command, and that no host takes a command to pieces for.
 *
 * GitHub carries out `::name` at the start of a line and `##[name]` anywhere
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs); the Azure agent `##vso[` anywhere
 * (https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs),
 * and its log view formats `##[`. The marks are replaced by ones that can be seen, as the agent does it itself. A
 * message that begins with a combining mark would take the colons of `::error::` from sight, so a dotted circle
 * carries the mark.
 */
function safeLine(text) {
    const line = visible(text).replace(commandMark, '*$1*').replace(commandStart, '$1:$2 :');
    return printable.test(line) ? line : line.replace(leadingMark, '\u25cc');
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


/***/ }),

/***/ 497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  p: () => (/* binding */ causes),
  h: () => (/* binding */ diagnose)
});

;// CONCATENATED MODULE: ./build/core/errors/causes/artifacts.js
const hostile = 'A build published it by mistake, or somebody made the archive to harm this machine. Nothing was written.';
/** What goes wrong with artifacts. */
const artifactCauses = {
    'artifact-missing': {
        what: 'Artifact not found.',
        why: 'The name is misspelled, the job that publishes the artifact was skipped or failed, or retention deleted it.',
        fix: 'Use a name from the list below in {artifacts}, or set {if-no-artifacts} to warn or ignore.',
    },
    'artifact-deleted': {
        what: 'The artifact or its build was deleted (404 Not Found).',
        why: 'Retention or a person deleted it, maybe while the step was running.',
        fix: 'Run the pipeline again, and retain builds whose artifacts you still need.',
        signs: [{ typeKey: /^(?:ArtifactNotFound|BuildNotFound)Exception$/, subject: ['artifacts'] }],
    },
    'artifact-folder-refused': {
        what: 'The name of the artifact cannot be the name of a folder.',
        why: 'Windows does not allow the name, or two of the artifacts differ in case only.',
        fix: 'Name one artifact without a glob in {artifacts}, so that it needs no folder of its own, or publish it under another name.',
    },
    'artifact-url-refused': {
        what: 'Azure DevOps refused the signed URL of the artifact.',
        why: 'Signed URLs expire. The step requested a new one, and that was refused too. A proxy, a firewall, or a network policy may have answered instead.',
        fix: 'Run the step again. If it fails again, check the proxy and the network policies of the organization.',
    },
    'artifact-unreachable': {
        what: 'The host that stores the artifact cannot be reached.',
        why: 'Artifacts are stored on another host than the organization, and a firewall or a proxy does not allow it.',
        fix: 'Allow *.visualstudio.com and *.blob.core.windows.net: https://learn.microsoft.com/azure/devops/organizations/security/allow-list-ip-url',
    },
    'artifact-not-zip': {
        what: 'The response is not a zip file.',
        why: 'An HTML sign-in page or JSON came instead of the artifact: the token was not accepted, or something between this machine and Azure DevOps answered instead.',
        fix: 'Check the token at {tokens page}, then the proxy between this machine and Azure DevOps.',
    },
    'artifact-incomplete': {
        what: 'The download of the artifact was cut off.',
        why: 'The connection ended early, or no data arrived for as long as {request-timeout} allows, in each attempt.',
        fix: 'Run the step again. On a slow network raise {request-timeout}, which limits the time without data, and {retries}.',
    },
    'archive-damaged': {
        what: 'The zip file of the artifact is damaged or incomplete.',
        why: 'It was cut or changed on the way, or not written correctly, in each attempt. Nothing of it was kept.',
        fix: 'Run the step again. If it fails again, download the artifact in the portal, and publish it again if that fails too.',
    },
    'archive-unsupported': {
        what: 'The zip file of the artifact is of an unsupported kind.',
        why: 'Azure DevOps makes archives of one part, stored or deflated, without encryption. This one is different.',
        fix: 'Check what is between this machine and Azure DevOps, and report it if Azure DevOps really sends this.',
    },
    'archive-too-large': {
        what: 'The artifact is larger than the step accepts.',
        why: 'It has more bytes than {artifacts-max-size}, more than 1,000,000 entries, or declares sizes that no compression gives. Nothing was written.',
        fix: 'Raise {artifacts-max-size}, or publish less.',
    },
    'archive-path-refused': {
        what: 'The artifact has a path that leaves its folder.',
        why: hostile,
        fix: 'Check the pipeline that published the artifact before you use anything from it.',
    },
    'archive-name-refused': {
        what: 'The artifact has a file name that Windows does not allow.',
        why: 'The artifact would not be the same on every system. Nothing was written.',
        fix: 'Rename the file in the pipeline that publishes the artifact, or publish a tar archive of it.',
    },
    'archive-link-refused': {
        what: 'The artifact has a link or a special file.',
        why: hostile,
        fix: 'Publish regular files. To keep links, publish a tar archive of them.',
    },
    'archive-duplicate': {
        what: 'The artifact has the same path twice.',
        why: 'The paths are equal, or differ in case or Unicode normalization only, so that on some systems one would replace the other. Nothing was written.',
        fix: 'Rename one of the two in the pipeline that publishes the artifact.',
    },
    'artifacts-path-refused': {
        what: 'Something in {artifacts-path} is in the way of the artifact.',
        why: 'A link, a folder in place of a file, or a file in place of a folder is there. Nothing was changed.',
        fix: 'Choose an empty folder in {artifacts-path}, or delete what is in the way.',
    },
    'artifacts-unwritable': {
        what: 'The artifact cannot be written.',
        why: 'The folder is not writable, or the disk is full (ENOSPC). Nothing was kept.',
        fix: 'Choose another folder in {artifacts-path}, or free disk space: the archive and its content need space at the same time.',
    },
};

;// CONCATENATED MODULE: ./build/core/errors/causes/builds.js
/** What a query came to. */
const buildsCauses = {
    'pipeline-unknown': {
        what: 'Pipeline not found.',
        why: 'The name is misspelled, the pipeline was renamed, it is in another project, or the owner of the token cannot see it.',
        fix: 'Write the name as the portal shows it, as \\folder\\name if the name exists in several folders, or use the ID.',
    },
    'pipeline-ambiguous': {
        what: 'Several pipelines have that name.',
        why: 'Names are unique only within a folder.',
        fix: 'Write the path of the pipeline.',
    },
    'out-of-time': {
        what: 'The query timed out.',
        why: 'There is more to query, or the service is slower, than {query-timeout} allows.',
        fix: 'Query less ({top}, {min-time}, {pipelines}), or raise {query-timeout}.',
    },
    'output-file-unwritable': {
        what: 'The file cannot be written.',
        why: 'The folder is not writable, the path is not a regular file, or the disk is full.',
        fix: 'Choose another {output-file}.',
    },
    unexpected: {
        what: 'The step itself failed.',
        why: 'This is a bug in the step.',
        fix: 'Report it with the lines above.',
    },
};

;// CONCATENATED MODULE: ./build/core/errors/causes/call.js
/** What a call can come to that a query of builds cannot. */
const callCauses = {
    'call-outcome-unknown': {
        what: 'The outcome of the request is unknown: its response was lost.',
        why: 'The connection ended, or the service failed, after the request may have arrived. It was not sent again, because it changes something and could be carried out twice.',
        fix: 'Check in Azure DevOps whether it was carried out before you run the step again.',
    },
    'call-out-of-time': {
        what: 'The call timed out.',
        why: 'The service was slow, or asked the step to wait longer than a call may take.',
        fix: 'Run the step again later, or raise {request-timeout}.',
    },
    'call-response-too-large': {
        what: 'The response is larger than the step accepts.',
        why: 'A response has at most 64 MiB, and no honest body expands hundreds of times.',
        fix: 'Request fewer items at once, as with $top in {parameters}, and use {paginate}.',
        signs: [{ code: /^BODY_TOO_LARGE$/, subject: ['call'] }],
    },
    'call-not-json': {
        what: 'The response is not JSON, so nothing can be selected from it.',
        why: 'The API sends text or a file for this route, or {headers} asks for it.',
        fix: 'Leave out {query}, {mask}, and {paginate}, or set Accept: application/json in {headers}.',
    },
    'call-query-failed': {
        what: 'The {query} expression does not fit the response.',
        why: 'One of its functions met a value of another type. The request itself succeeded.',
        fix: 'Check the expression against the reference of the API.',
    },
    'call-mask-failed': {
        what: 'A {mask} expression does not fit the response, so nothing of the response was written.',
        why: 'One of its functions met a value of another type. The request itself succeeded.',
        fix: 'Check the expression against the reference of the API.',
    },
    'call-conflict': {
        what: 'The resource was changed by somebody else (412 Precondition Failed).',
        why: 'If-Match, or the revision in the body, is no longer the newest.',
        fix: 'Read the resource again, apply the change to what it is now, and send it with the new ETag or revision.',
        signs: [{ status: [412], subject: ['call'] }],
    },
    'call-path-unknown': {
        what: 'Azure DevOps has no API at that path (404 Not Found).',
        why: 'The path in {route} is misspelled, or this server is too old for it.',
        fix: 'Compare {route} with the reference: https://learn.microsoft.com/rest/api/azure/devops.',
        signs: [
            { status: [404], text: /^The controller for path|^No HTTP resource was found/, subject: ['call'] },
            { status: [404], content: 'html', subject: ['call'] },
            { status: [404], content: 'none', subject: ['call'] },
        ],
    },
    'call-content-type': {
        what: 'Azure DevOps does not accept this content type for the body.',
        why: 'The API wants another media type, which its message names.',
        fix: 'Set {content-type} to it.',
        signs: [
            { typeKey: /^VssRequestContentTypeNotSupportedException$/, subject: ['call'] },
            { status: [415], subject: ['call'] },
        ],
    },
};

;// CONCATENATED MODULE: ./build/core/errors/causes/inputs.js
/** Inputs, and the token by its looks: found before any request. */
const inputCauses = {
    'input-invalid': {
        what: 'Invalid inputs.',
        why: 'Each line below names an input and what is wrong with it. No request was sent.',
        fix: 'Correct the inputs.',
    },
    'token-empty': {
        what: 'The token is empty.',
        why: 'The secret does not exist under that name, or the workflow runs for a pull request from a fork, which gets no secrets.',
        fix: 'Check the name of the secret and where it is defined. Do not run this step for pull requests from forks.',
    },
    'token-unexpanded': {
        what: 'The token is a reference to a variable that was not expanded.',
        why: 'No variable of that name exists where the step runs, or it is secret and not available to this job.',
        fix: 'Define the variable, or link its variable group, and check the spelling.',
    },
    'token-short': {
        what: 'The token is shorter than 8 characters.',
        why: 'Azure DevOps has no such tokens, and masking so short a text would blank out the whole log.',
        fix: 'Store the token as Azure DevOps shows it.',
    },
    'token-quoted': {
        what: 'The token is in quotes.',
        why: 'The quotes were stored with the token.',
        fix: 'Store the token without quotes.',
    },
    'token-scheme': {
        what: 'The token begins with Basic or Bearer.',
        why: 'A whole Authorization header was stored instead of the token.',
        fix: 'Store only the token. The step builds the header itself.',
    },
    'token-spaces': {
        what: 'The token contains white space.',
        why: 'A line break or a space was copied with it, or several values are stored together.',
        fix: 'Copy the token again, in one piece.',
    },
    'token-encoded': {
        what: 'The token is already encoded in Base64.',
        why: 'It decodes to a user name, a colon, and a token: the form that scripts with curl need.',
        fix: 'Store the token as Azure DevOps shows it. The step encodes it itself.',
    },
    'token-missing-for-organization': {
        what: 'The job access token is only valid for the organization of the job.',
        why: 'The step queries another organization, or the same one at another address, and has no token for it.',
        fix: 'Set {pat} to a personal access token of that organization, or {connection} to a service connection for it.',
    },
    'connection-for-other-organization': {
        what: 'The token of the service connection is only valid for its own URL.',
        why: '{organization} names another URL than the service connection, whose token must not be sent there.',
        fix: 'Set {pat} to a personal access token of that organization, or {connection} to a service connection for it.',
    },
    'step-name-refused': {
        what: 'The outputs of a step with this name would overwrite variables of the job.',
        why: 'The agent joins the names of step and output without regard to case: buildId of a step named build becomes Build.BuildId for all later steps.',
        fix: 'Give the step another name, such as webBuild, and use that name where its outputs are read.',
    },
    'proxy-invalid': {
        what: 'The proxy address is not a URL.',
        why: 'https_proxy, http_proxy, or the proxy of the agent has an invalid value.',
        fix: 'Write it as http://proxy:8080, or as http://user:password@proxy:8080 with special characters percent-encoded.',
        signs: [{ code: /^PROXY_INVALID$/ }],
    },
};

;// CONCATENATED MODULE: ./build/core/errors/causes/network.js
/** There was no response, or an incomplete one. */
const networkCauses = {
    'proxy-password': {
        what: 'The proxy requires a user name and a password (407 Proxy Authentication Required).',
        why: 'It answered the CONNECT request with 407.',
        fix: 'Put them into the URL of the proxy, as http://user:password@proxy:8080, or into the proxy settings of the agent.',
        signs: [{ code: /^PROXY_407$/ }, { status: [407] }],
    },
    'proxy-refused': {
        what: 'The proxy did not connect to Azure DevOps.',
        why: 'The proxy cannot be reached, or it does not allow this address.',
        fix: 'Check the URL of the proxy (https_proxy, or the proxy settings of the agent), allow the address of the organization in the proxy, or list it in no_proxy.',
        signs: [{ code: /^PROXY_/ }],
    },
    certificate: {
        what: 'The certificate of the server is not trusted.',
        why: 'It is self-signed, issued by an authority that Node.js does not know (a private CA, or a proxy that inspects TLS), expired, or for another name.',
        fix: 'Set NODE_EXTRA_CA_CERTS, in the environment of the runner, to a PEM file with the certificate of the authority. On Azure Pipelines the --sslcacert of the agent is used too.',
        signs: [{ code: /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^ERR_TLS_CERT/ }],
    },
    'name-unresolved': {
        what: 'DNS lookup failed: the name of the server does not resolve (ENOTFOUND).',
        why: 'The URL of the organization is misspelled, or this machine has no DNS for it.',
        fix: 'Check {organization} and, behind a proxy, https_proxy.',
        signs: [{ code: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/ }],
    },
    'connection-refused': {
        what: 'The connection was refused.',
        why: 'Nothing listens at that address, or a firewall blocks it.',
        fix: 'Check host and port of {organization}, and that this machine can reach it.',
        signs: [{ code: /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|EADDRNOTAVAIL)$/ }],
    },
    'request-timed-out': {
        what: 'The request timed out.',
        why: 'The service or the network is slow, or drops packets.',
        fix: 'Query less at once, or raise {request-timeout}.',
        signs: [{ code: /^(REQUEST_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/ }, { status: [408] }],
    },
    'tls-mismatch': {
        what: 'The TLS handshake failed.',
        why: 'https:// is used for a port that serves http://, or something in between breaks the connection.',
        fix: 'Check scheme and port of {organization}.',
        signs: [{ code: /^(EPROTO|ERR_SSL_|ERR_TLS_)/ }],
    },
    'response-too-large': {
        what: 'The response is larger than the step accepts.',
        why: 'No page of builds is that large, and no honest body expands that much.',
        fix: 'Query less ({top}), and report it if Azure DevOps really sends this.',
        signs: [{ code: /^BODY_TOO_LARGE$/ }],
    },
    'response-encoding': {
        what: 'The response has a content encoding that was not requested.',
        why: 'A proxy changed the response.',
        fix: 'Check the proxy, or bypass it with no_proxy.',
        signs: [{ code: /^BODY_ENCODING$/ }],
    },
    'response-incomplete': {
        what: 'The response is incomplete.',
        why: 'It was cut short or damaged on the way, so nothing of it was used.',
        fix: 'Run the step again. If it happens often, check what is between this machine and Azure DevOps.',
        signs: [{ code: /^(BODY_|Z_|ECONN|EPIPE|ERR_STREAM|HPE_)/ }],
    },
    'network-failed': {
        what: 'The request failed.',
        why: 'The network failed in a way that the step does not know.',
        fix: 'Run the step again, and search for the code below.',
        signs: [{ code: /./ }],
    },
};

;// CONCATENATED MODULE: ./build/core/errors/causes/service.js
const signIn = 'The token was not accepted, or something between this machine and Azure DevOps (a proxy, a sign-in portal) answered instead.';
/**
 * What the service refuses. Codes and texts: https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits, the
 * exceptions of https://github.com/microsoft/azure-pipelines-agent and what users report.
 */
const serviceCauses = {
    throttled: {
        what: 'Azure DevOps rate limited this identity (429 Too Many Requests, throttled).',
        why: 'It has used more than its share of resources (TF400733).',
        fix: 'Query less or less often, lower {concurrency}, or raise {query-timeout} so that the step can wait as long as the service asks.',
        signs: [{ status: [429] }, { text: /TF400733/ }, { typeKey: /^RequestBlockedException$/ }],
    },
    'conditional-access': {
        what: 'A conditional access policy blocks this machine (403 Forbidden).',
        why: 'The Microsoft Entra policies of the organization do not allow tokens from this address (VS403463).',
        fix: 'Run on a machine whose address is allowed, such as a self-hosted runner, or ask an administrator.',
        signs: [{ text: /VS403463/ }],
    },
    'identity-not-in-organization': {
        what: 'The identity is not in the organization.',
        why: 'The owner of the token has never signed in there (TF401444).',
        fix: 'Sign in to the organization once with that account, or add the service principal to it.',
        signs: [{ text: /TF401444/ }],
    },
    'organization-inactive': {
        what: 'The organization is deactivated (503, TF24668).',
        why: 'Azure DevOps stops organizations that nobody has used for a long time.',
        fix: 'Sign in to the organization in a browser. That activates it again within some minutes.',
        signs: [{ text: /TF24668/ }],
    },
    'token-expired': {
        what: 'The personal access token expired (401 Unauthorized).',
        why: 'Every token has an expiration date, and policies may set an early one.',
        fix: 'Create a token with the {scope} scope at {tokens page}, store it in the secret, and set {pat-expires-on} to its expiration date.',
        signs: [{ text: /token[^.]{0,40}has expired/i }],
    },
    'project-unknown': {
        what: 'The project does not exist, or the token cannot see it.',
        why: 'The name is misspelled, the project belongs to another organization, or the owner of the token is not a member (TF200016, VS800075).',
        fix: 'Check {project} and {organization}, and that the owner of the token can open the project.',
        signs: [{ text: /TF200016|VS800075/ }, { typeKey: /^ProjectDoesNotExist/ }],
    },
    'access-missing': {
        what: 'The owner of the token has no access (401 Unauthorized, TF400813).',
        why: 'The token is valid and Azure DevOps knows its owner, but the owner may not use this organization or project.',
        fix: 'Add the owner of the token to the organization and the project, with at least Basic access.',
        signs: [{ status: [401], identity: 'known', text: /TF400813/ }],
    },
    'token-anonymous': {
        what: 'Azure DevOps rejected the token and treated the request as anonymous (401 Unauthorized, TF400813).',
        why: 'The token is wrong, was revoked, expired, or belongs to another organization.',
        fix: 'Create a token in this organization with the {scope} scope at {tokens page}, and store it in the secret.',
        signs: [{ identity: 'anonymous' }, { text: /TF400813/ }],
    },
    'iis-basic-authentication': {
        what: 'The web server, not Azure DevOps, rejected the token (401 Unauthorized).',
        why: 'Basic authentication is enabled in IIS on the server, which breaks personal access tokens.',
        fix: 'Ask the administrator of the server to disable IIS Basic Authentication.',
        signs: [{ status: [401], authenticate: /\bBasic realm="(?!https?:)/i, content: 'html' }],
    },
    'projects-scope-missing': {
        what: 'The token may not list projects.',
        why: 'project: * needs the Project and Team (Read) scope in addition to Build (Read).',
        fix: 'Add that scope to the token at {tokens page}, or name the projects.',
        signs: [
            { status: [401, 403], identity: 'known', subject: ['projects'] },
            { status: [403], subject: ['projects'] },
        ],
    },
    'scope-missing': {
        what: 'The token lacks a scope or a permission.',
        why: 'Azure DevOps knows the owner of the token, but the token lacks the {scope} scope, or its owner lacks the permission.',
        fix: 'Give the token the {scope} scope at {tokens page}, and its owner the permission.',
        signs: [{ status: [401], identity: 'known' }, { status: [403] }],
    },
    'token-rejected': {
        what: 'Azure DevOps rejected the token (401 Unauthorized).',
        why: 'The token lacks the {scope} scope, expired, was revoked, or belongs to another organization.',
        fix: 'Check the token at {tokens page}. For project: * it also needs Project and Team (Read).',
        signs: [{ status: [401] }],
    },
    'signed-out': {
        what: 'Azure DevOps returned an HTML sign-in page instead of JSON.',
        why: signIn,
        fix: 'Check the token at {tokens page}: its {scope} scope, its expiration date, and its organization. Then check the proxy.',
        signs: [
            { status: [203] },
            { status: [300, 301, 302, 303, 304, 305, 306, 307, 308] },
            { status: [200, 201, 202], content: 'html' },
        ],
    },
    'api-version-refused': {
        what: 'The server does not support this API version.',
        why: 'The version is newer than the server, is a preview without saying so, or is not a version.',
        fix: 'Leave {api-version} empty, and the step finds the one that fits.',
        signs: [{ typeKey: /^Vss(VersionOutOfRange|InvalidPreviewVersion|InvalidApiResourceVersion|VersionNotSpecified)/ }],
    },
    'api-version-too-old': {
        what: 'The server is too old for this request.',
        why: 'What is requested exists only in newer API versions.',
        fix: 'Update the server, or leave out the input that needs it.',
    },
    'time-filter-unsupported': {
        what: 'This server can only filter by finish time.',
        why: 'Servers before API version 4.1 (Team Foundation Server 2018 Update 2) know no other time.',
        fix: 'Set {order} to finishTimeDescending or finishTimeAscending, or leave out {min-time} and {max-time}.',
    },
    'filter-refused': {
        what: 'Azure DevOps refused this combination of filters.',
        why: 'Not every status, order, and time filter go together.',
        fix: 'Leave out filters until the query works, and report the combination.',
        signs: [{ typeKey: /^InvalidBuildQueryException$/ }],
    },
    'organization-unknown': {
        what: 'There is no Azure DevOps at that address (404 Not Found).',
        why: 'The name of the organization or the URL of the collection is wrong; on a server, a part of the path may be missing or doubled.',
        fix: 'Open {organization} in a browser, and copy the address from there.',
        signs: [
            { status: [404], content: 'html', subject: ['builds', 'pipelines', 'projects', 'start'] },
            { status: [404], content: 'text', subject: ['builds', 'pipelines', 'projects', 'start'] },
            { status: [404], content: 'other', subject: ['builds', 'pipelines', 'projects', 'start'] },
            { status: [404], content: 'none', subject: ['builds', 'pipelines', 'projects', 'start'] },
        ],
    },
    'request-refused': {
        what: 'Azure DevOps refused the request.',
        why: 'One of the values is not what it expects.',
        fix: 'Read the message of the service below, and correct the input that it names.',
        signs: [{ status: [400, 404, 405, 406, 409, 410, 412, 413, 414, 415, 422] }],
    },
    'service-failed': {
        what: 'The service, or a proxy in front of it, returned an error.',
        why: 'Azure DevOps has a problem, or cannot be reached from the proxy.',
        fix: 'Run the step again later, and check https://status.dev.azure.com.',
        signs: [{ status: [500, 501, 502, 503, 504, 505, 507, 508, 511] }],
    },
    'response-unexpected': {
        what: 'The response is not what Azure DevOps sends for this request.',
        why: signIn,
        fix: 'Check {organization}, and what is between this machine and Azure DevOps.',
        signs: [{}],
    },
};

// EXTERNAL MODULE: ./build/core/errors/causes/start.js
var start = __nccwpck_require__(421);
;// CONCATENATED MODULE: ./build/core/errors/causes.js







/**
 * Every error that the step knows, once: the messages, how each is recognized, and the sections of the troubleshooting
 * page. Order matters: the first row whose signs a failure shows is its cause.
 */
const causes = {
    ...inputCauses,
    ...callCauses,
    ...networkCauses,
    ...artifactCauses,
    ...start/* startCauses */.r,
    ...serviceCauses,
    ...buildsCauses,
};
/** The first cause whose signs the failure shows. */
function diagnose(failure) {
    const rows = Object.entries(causes);
    return rows.find(([, { signs }]) => signs?.some(sign => shows(failure, sign)))?.[0] ?? 'response-unexpected';
}
function shows(failure, sign) {
    return ((sign.status === undefined || sign.status.includes(failure.status ?? 0)) &&
        (sign.typeKey === undefined || sign.typeKey.test(failure.typeKey ?? '')) &&
        (sign.text === undefined || sign.text.test(failure.text ?? '')) &&
        (sign.code === undefined || sign.code.test(failure.code ?? '')) &&
        (sign.authenticate === undefined || sign.authenticate.test(failure.authenticate ?? '')) &&
        (sign.identity === undefined || sign.identity === failure.identity) &&
        (sign.content === undefined || sign.content === failure.content) &&
        (sign.subject === undefined || (failure.subject !== undefined && sign.subject.includes(failure.subject))));
}


/***/ }),

/***/ 421:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ startCauses)
/* harmony export */ });
/**
 * Why a build is not started. Texts of the service as people quote them in
 * https://github.com/Azure/azure-devops-cli-extension/issues and https://github.com/huserben/TfsExtensions/issues;
 * exceptions of https://github.com/actions/runner, src/Sdk/BuildWebApi.
 */
const startCauses = {
    'parameter-unexpected': {
        what: 'The pipeline has no template parameter of that name.',
        why: 'It is misspelled, the YAML file on this branch does not declare it, or it is a variable.',
        fix: 'Compare the name with parameters in the YAML file of the branch. Set variables in {variables}.',
        signs: [{ subject: ['start'], text: /\bUnexpected parameter\b/i }],
    },
    'parameter-missing': {
        what: 'A template parameter without a default has no value.',
        why: 'The pipeline declares the parameter, and {parameters} does not set it.',
        fix: 'Add the parameter to {parameters}.',
        signs: [{ subject: ['start'], text: /\bA value for the '[^']*' parameter must be provided/i }],
    },
    'parameter-invalid': {
        what: 'A template parameter has a value that the pipeline does not allow.',
        why: 'A boolean is true or false, a number has digits only, and allowed values are case-sensitive.',
        fix: 'Compare the value with the type and the values of the parameter in the YAML file. Write objects and lists as JSON.',
        signs: [{ subject: ['start'], text: /\bparameter value .*is not a valid\b/is }],
    },
    'variable-not-settable': {
        what: 'The pipeline does not allow this variable to be set when a build is started.',
        why: 'The setting "Limit variables that can be set at queue time" is on, and the variable is not marked as settable.',
        fix: 'Edit the pipeline, open Variables, and select "Let users override this value when running this pipeline" for the variable. If it is a template parameter, set it in {parameters}.',
        signs: [{ subject: ['start'], text: /can't set the following variables|SettingVariablesAtQueueTime/i }],
    },
    'start-permission-missing': {
        what: 'The owner of the token may not start builds of this pipeline (TF215106, access denied).',
        why: 'The owner lacks the "Queue builds" permission on the pipeline.',
        fix: 'Open the pipeline, More actions, Manage security, and allow "Queue builds" for the owner of the token.',
        signs: [{ subject: ['start'], text: /needs Queue builds permission/i }],
    },
    'start-configuration-permission-missing': {
        what: 'The owner of the token may not set variables or free-text parameters of this pipeline (access denied).',
        why: 'The owner lacks the "Edit queue build configuration" permission on the pipeline. "Queue builds" alone allows only parameters with a boolean, a number, or one of a list of values.',
        fix: 'Open the pipeline, More actions, Manage security, and allow "Edit queue build configuration" for the owner of the token; or leave out {variables} and {parameters}.',
        signs: [{ subject: ['start'], text: /needs Edit queue build configuration permission/i }],
    },
    'pool-permission-missing': {
        what: 'The owner of the token may not use the agent pool of the pipeline (access denied).',
        why: 'The owner lacks the "Use" permission for the pool or queue.',
        fix: 'Open Organization settings, Agent pools, the pool, Security, and add the owner of the token as a User.',
        signs: [{ subject: ['start'], text: /needs Use permissions? for (?:pool|queue)/i }],
    },
    'start-denied': {
        what: 'The owner of the token may not start this build (access denied).',
        why: 'A permission on the pipeline, its pool, or a resource is missing. The message of the service names it.',
        fix: 'Give the owner of the token that permission.',
        signs: [
            { subject: ['start'], typeKey: /^AccessDeniedException$/ },
            { subject: ['start'], text: /\bTF215106\b/ },
        ],
    },
    'pool-unknown': {
        what: 'The agent pool of the pipeline does not exist or is not authorized.',
        why: 'The pool was renamed or deleted, or the pipeline was never permitted to use it.',
        fix: 'Correct the pool in the pipeline, or permit the pipeline to use it in Project settings, Agent pools.',
        signs: [{ subject: ['start'], text: /No agent pool found|Could not find a (?:pool|queue)\b|pool does not exist/i }],
    },
    'agents-offline': {
        what: 'No agent that can run the build is online.',
        why: 'All agents of the pool that have the demanded capabilities are offline or disabled.',
        fix: 'Start an agent of the pool. The build waits for one until it times out.',
        signs: [
            { subject: ['start'], text: /agents?\b.{0,200}\bnot online/is },
            { subject: ['start'], typeKey: /^BuildRequestValidationWarningException$/ },
        ],
    },
    'parallelism-missing': {
        what: 'The organization has no hosted parallelism.',
        why: 'New organizations get Microsoft-hosted agents only on request (No hosted parallelism has been purchased or granted).',
        fix: 'Request it at https://aka.ms/azpipelines-parallelism-request, or use a self-hosted agent.',
        signs: [{ subject: ['start'], text: /No hosted parallelism has been purchased/i }],
    },
    'source-unreachable': {
        what: 'Azure DevOps cannot read the branch from the repository.',
        why: 'The branch or commit does not exist, or the service connection of the pipeline to the repository is broken (Not Found, Bad credentials).',
        fix: 'Check {branch} and {commit}. If they exist, renew the service connection in the settings of the pipeline.',
        signs: [
            { subject: ['start'], text: /Could not get the latest source version|Unable to resolve the reference/i },
            {
                subject: ['start'],
                text: /\b(?:branch|ref|commit|version)\b.{0,200}\b(?:does not exist|could not be found|not be resolved)/is,
            },
        ],
    },
    'yaml-missing': {
        what: 'The branch has no YAML file for this pipeline.',
        why: 'The file that the pipeline names does not exist on this branch or commit.',
        fix: 'Check {branch}, and the path of the YAML file in the settings of the pipeline.',
        signs: [{ subject: ['start'], text: /\bFile \S+ not found in repository\b/i }],
    },
    'resource-unauthorized': {
        what: 'The pipeline uses a resource that does not exist or is not authorized.',
        why: 'A service connection, variable group, environment, or secure file was deleted, disabled, or never permitted for this pipeline.',
        fix: 'Open the pipeline in Azure DevOps, run it once, and permit the resource; or correct its name.',
        signs: [
            { subject: ['start'], text: /references (?:service connection|variable group|secure file|environment)\b/i },
            { subject: ['start'], text: /has not been authorized for use|permissions to use the referenced/i },
        ],
    },
    'task-missing': {
        what: 'The pipeline uses a task that is not installed.',
        why: 'The extension that brings the task is not installed in the organization, or its version does not exist.',
        fix: 'Install the extension from the Marketplace, or correct the task in the YAML file.',
        signs: [{ subject: ['start'], text: /\bA task is missing\b/i }],
    },
    'yaml-invalid': {
        what: 'The YAML file of the pipeline has an error on this branch.',
        why: 'The message of the service names the file, the line, and the column.',
        fix: 'Correct the YAML file, or start a branch on which it is correct.',
        signs: [
            {
                subject: ['start'],
                text: /\(Line: \d+, Col: \d+\)|error occurred while loading the YAML|pipeline is not valid/i,
            },
        ],
    },
    'pipeline-disabled': {
        what: 'The pipeline is disabled.',
        why: 'Somebody disabled it in the settings of the pipeline.',
        fix: 'Enable it in the portal: the pipeline, More actions, Settings.',
        signs: [{ subject: ['start'], typeKey: /^DefinitionDisabledException$/ }],
    },
    'pipeline-gone': {
        what: 'The pipeline does not exist, or the token cannot see it (404 Not Found).',
        why: 'The ID is wrong, or the pipeline is in another project or was deleted.',
        fix: 'Check {pipelines} and {project}.',
        signs: [{ subject: ['start', 'pipelines'], typeKey: /^(?:Definition|Pipeline)NotFoundException$/ }],
    },
    'start-refused': {
        what: 'Azure DevOps refused to start the build. No build was started.',
        why: 'What the service says is below, with what to do about each message.',
        fix: 'Correct what the messages name, and run the step again.',
        signs: [
            { subject: ['start'], typeKey: /^(?:BuildRequestValidation\w*|PipelineValidation)Exception$/ },
            { subject: ['start'], status: [409] },
        ],
    },
    'start-unknown': {
        what: 'A build may have been started.',
        why: 'The request to start it was sent, its answer was lost, and no build could be told to be the one. It was not sent again, because that could start a second build.',
        fix: 'Open the pipeline and look for the build before you run the step again.',
    },
    'commit-unusable': {
        what: 'The repository of the pipeline has no commits of this form.',
        why: 'Git commits are full SHA hashes of 40 digits; changesets are numbers and belong to TFVC.',
        fix: 'Set {commit} to the full SHA hash or, for TFVC, to the changeset.',
    },
};


/***/ }),

/***/ 313:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _7: () => (/* binding */ ServiceError),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   k3: () => (/* binding */ CanceledError),
/* harmony export */   zg: () => (/* binding */ StepError)
/* harmony export */ });
/* harmony import */ var _causes_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(497);

/** Everything that ends the step with an error. */
class StepError extends Error {
    reason;
    name = 'StepError';
    details;
    explained;
    constructor(reason, { details = [], explained = [], original } = {}) {
        const lines = [_causes_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .p[reason].what, ...details, ...explained.map(({ said }) => said)];
        super(lines.join('\n'), original === undefined ? {} : { cause: original });
        this.reason = reason;
        this.details = details;
        this.explained = explained;
    }
}
/** Inputs that cannot be used, all at once; no request was sent. */
class InputError extends StepError {
    problems;
    name = 'InputError';
    /** @param problems a sentence each, with names of inputs as the host spells them */
    constructor(problems) {
        super('input-invalid', { details: problems });
        this.problems = problems;
    }
}
/** A request that did not give a usable response. */
class ServiceError extends StepError {
    name = 'ServiceError';
    /** Whether the same request may succeed later. */
    transient;
    arrived;
    request;
    constructor(reason, { transient, arrived, request = {}, ...rest }) {
        super(reason, rest);
        this.transient = transient;
        this.arrived = arrived;
        this.request = request;
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


/***/ }),

/***/ 659:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  AX: () => (/* binding */ PageError),
  qg: () => (/* binding */ parse),
  LD: () => (/* binding */ readList),
  KU: () => (/* binding */ splitPage)
});

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = require("node:buffer");
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
;// CONCATENATED MODULE: ./build/core/service/json-list.js


/** A body that is no `{"count": …, "value": […]}`; `transient` when a part of it may have been lost on the way. */
class PageError extends Error {
    transient;
    name = 'PageError';
    constructor(transient, message) {
        super(message);
        this.transient = transient;
    }
}
/** A page is requested with at most 500 elements; old servers send whole lists, the longest of pipelines. */
const maxElements = 50_000;
/** A build of 100 KiB is a large one. */
const maxElementBytes = 16 * 1024 * 1024;
/** A build has five levels. */
const maxDepth = 100;
/** After so many milliseconds of work others get a turn: signals, timers and other responses. */
const maxTurn = 20;
/** Stands for the elements while what is around them is read. */
const placeholder = Buffer.from('0');
const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,[]{}');
/**
 * The elements of a page's list, each as its own bytes: a page of a thousand builds never becomes a thousand objects
 * at once, and what is written to the file is what the service sent.
 *
 * @param name of the list: `value` of a page, `records` of a timeline
 * @param most elements that are accepted
 * @throws PageError when the body as a whole is not a page
 */
function splitPage(body, name = 'value', most = maxElements) {
    const bytes = body.subarray(body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0);
    if (bytes.length === 0)
        throw new PageError(true, 'the body is empty');
    if (!(0,external_node_buffer_namespaceObject.isUtf8)(bytes))
        throw new PageError(true, 'the body is not UTF-8');
    const list = findList(bytes, name);
    if (list === undefined)
        throw notAPage(bytes, name);
    const elements = splitList(bytes, list, most);
    const last = elements.at(-1);
    const end = closingBracket(bytes, last === undefined ? list + 1 : last.byteOffset - bytes.byteOffset + last.length);
    const frame = parse(Buffer.concat([bytes.subarray(0, list + 1), placeholder, bytes.subarray(end)]));
    const value = frame[name];
    // A second list of that name would win in JSON.parse, and what was cut apart would not be what the service meant.
    if (!Array.isArray(value) || value[0] !== 0)
        throw new PageError(false, `its ${name} is no list`);
    return elements;
}
/**
 * Reads each element of a page's `value` as a value; a long list in several turns.
 * @param read gets the value and its bytes
 * @throws PageError when the body as a whole is not a page, and whatever `read` throws
 */
async function readList(body, read, signal) {
    const items = [];
    let began = performance.now();
    for (const bytes of splitPage(body)) {
        items.push(read(parse(bytes), bytes));
        if (performance.now() - began < maxTurn)
            continue;
        await (0,promises_.setImmediate)();
        signal?.throwIfAborted();
        began = performance.now();
    }
    return items;
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
/** Where the list of that name in the outermost object begins; undefined where there is none. */
function findList(bytes, name) {
    let depth = 0;
    for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at];
        if (byte === openObject || byte === openArray)
            depth++;
        else if (byte === closeObject || byte === closeArray)
            depth--;
        else if (byte === quote) {
            const end = endOfString(bytes, at);
            if (depth === 1 && end - at === name.length + 2 && bytes.toString('latin1', at + 1, end - 1) === name) {
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
function splitList(bytes, list, most) {
    const elements = [];
    let depth = 0;
    let start = list + 1;
    for (let at = start; at < bytes.length; at++) {
        const byte = bytes[at];
        if (byte === quote)
            at = endOfString(bytes, at) - 1;
        else if (byte === openObject || byte === openArray) {
            if (++depth > maxDepth)
                throw new PageError(false, `an element is nested deeper than ${maxDepth} levels`);
        }
        else if (depth > 0 && (byte === closeObject || byte === closeArray))
            depth--;
        else if (depth === 0 && (byte === comma || byte === closeArray)) {
            const element = trim(bytes.subarray(start, at));
            if (byte === closeArray && element.length === 0 && elements.length === 0)
                return elements;
            if (elements.length === most)
                throw new PageError(false, `the list has more than ${most} elements`);
            if (element.length > maxElementBytes)
                throw new PageError(false, `an element has more than ${maxElementBytes} bytes`);
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
function notAPage(bytes, name) {
    const value = parse(bytes);
    if (typeof value !== 'object' || value === null)
        return new PageError(false, 'the body is no object');
    return new PageError(false, name in value ? `its ${name} is no list` : `it has no ${name}`);
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
/******/ 	// expose the modules object (__webpack_modules__)
/******/ 	__nccwpck_require__.m = __webpack_modules__;
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
/******/ 	/* webpack/runtime/ensure chunk */
/******/ 	(() => {
/******/ 		__nccwpck_require__.f = {};
/******/ 		// This file contains only the entry chunk.
/******/ 		// The chunk loading function for additional chunks
/******/ 		__nccwpck_require__.e = (chunkId) => {
/******/ 			return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 				__nccwpck_require__.f[key](chunkId, promises);
/******/ 				return promises;
/******/ 			}, []));
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/get javascript chunk filename */
/******/ 	(() => {
/******/ 		// This function allow to reference async chunks
/******/ 		__nccwpck_require__.u = (chunkId) => {
/******/ 			// return url for filenames based on template
/******/ 			return "" + chunkId + ".index.js";
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
/******/ 	/* webpack/runtime/require chunk loading */
/******/ 	(() => {
/******/ 		// no baseURI
/******/ 		
/******/ 		// object to store loaded chunks
/******/ 		// "1" means "loaded", otherwise not loaded yet
/******/ 		var installedChunks = {
/******/ 			792: 1
/******/ 		};
/******/ 		
/******/ 		// no on chunks loaded
/******/ 		
/******/ 		var installChunk = (chunk) => {
/******/ 			var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
/******/ 			for(var moduleId in moreModules) {
/******/ 				if(__nccwpck_require__.o(moreModules, moduleId)) {
/******/ 					__nccwpck_require__.m[moduleId] = moreModules[moduleId];
/******/ 				}
/******/ 			}
/******/ 			if(runtime) runtime(__nccwpck_require__);
/******/ 			for(var i = 0; i < chunkIds.length; i++)
/******/ 				installedChunks[chunkIds[i]] = 1;
/******/ 		
/******/ 		};
/******/ 		
/******/ 		// require() chunk loading for javascript
/******/ 		__nccwpck_require__.f.require = (chunkId, promises) => {
/******/ 			// "1" is the signal for "already loaded"
/******/ 			if(!installedChunks[chunkId]) {
/******/ 				if(true) { // all chunks have JS
/******/ 					installChunk(require("./" + __nccwpck_require__.u(chunkId)));
/******/ 				} else installedChunks[chunkId] = 1;
/******/ 			}
/******/ 		};
/******/ 		
/******/ 		// no external install chunk
/******/ 		
/******/ 		// no HMR
/******/ 		
/******/ 		// no HMR manifest
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

// EXTERNAL MODULE: ./build/core/base/new-file.js
var new_file = __nccwpck_require__(755);
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./build/core/builds/replace-members.js
const [quote, backslash, colon] = Buffer.from('"\\:');
/**
 * Replaces the values of members by name, at any depth, in JSON that was parsed before. Every other byte stays as it was
 * sent; the same buffer if no member has one of the names.
 *
 * @param replace gets the value and gives the one that takes its place
 */
function replaceMembers(json, names, replace) {
    const keys = names.map(name => Buffer.from(JSON.stringify(name)));
    const parts = [];
    let copied = 0;
    for (let next = nextValue(json, keys, 0); next !== undefined; next = nextValue(json, keys, copied)) {
        const end = endOfValue(json, next);
        const value = replace(JSON.parse(json.toString('utf8', next, end)));
        parts.push(json.subarray(copied, next), Buffer.from(JSON.stringify(value)));
        copied = end;
    }
    return parts.length === 0 ? json : Buffer.concat([...parts, json.subarray(copied)]);
}
/** Where the value of the next of these members begins. */
function nextValue(json, keys, from) {
    const found = keys.map(key => startOfValue(json, key, from)).filter(at => at !== undefined);
    return found.length === 0 ? undefined : Math.min(...found);
}
function startOfValue(json, key, from) {
    for (let at = json.indexOf(key, from); at >= 0; at = json.indexOf(key, at + 1)) {
        // Inside a string its quotes have backslashes, and nowhere else is a backslash.
        if (json[at - 1] === backslash)
            continue;
        const separator = skipSpace(json, at + key.length);
        if (json[separator] === colon)
            return skipSpace(json, separator + 1);
    }
    return undefined;
}
function skipSpace(json, from) {
    let at = from;
    while (at < json.length && (json[at] ?? 0) <= 0x20)
        at++;
    return at;
}
function endOfValue(json, start) {
    let depth = 0;
    for (let at = start; at < json.length; at++) {
        const character = String.fromCharCode(json[at] ?? 0);
        if (character === '"') {
            at = endOfString(json, at);
            if (depth === 0)
                return at + 1;
        }
        else if (character === '{' || character === '[')
            depth++;
        else if (character === '}' || character === ']') {
            // Closes what is around a number, true, false or null.
            if (depth === 0)
                return at;
            if (--depth === 0)
                return at + 1;
        }
        else if (depth === 0 && (character === ',' || character.trim() === ''))
            return at;
    }
    return json.length;
}
/** Where the closing quote is. */
function endOfString(json, start) {
    for (let at = start + 1; at < json.length; at++) {
        if (json[at] === backslash)
            at++;
        else if (json[at] === quote)
            return at;
    }
    return json.length - 1;
}

;// CONCATENATED MODULE: ./build/core/builds/hide-parameters.js

const hide_parameters_hidden = '***';
/**
 * A build as the service sent it, with the values of its template parameters and variables replaced by `***`; their names
 * stay. The service gives them back as they were set, to everyone who may see the build:
 * https://learn.microsoft.com/azure/devops/pipelines/process/runtime-parameters
 *
 * @param build JSON that was parsed before @returns the same buffer if there is nothing to hide
 */
function hideParameters(build) {
    return replaceMembers(build, ['parameters', 'templateParameters'], value => {
        // Variables are an object inside a string.
        if (typeof value === 'string')
            return value === '' ? '' : hideInText(value);
        return hideValues(value);
    });
}
function hideInText(text) {
    try {
        return JSON.stringify(hideValues(JSON.parse(text)));
    }
    catch {
        return hide_parameters_hidden;
    }
}
function hideValues(value) {
    if (value === null)
        return null;
    if (typeof value !== 'object' || Array.isArray(value))
        return hide_parameters_hidden;
    return Object.fromEntries(Object.keys(value).map(name => [name, hide_parameters_hidden]));
}

// EXTERNAL MODULE: ./build/core/base/text.js
var base_text = __nccwpck_require__(811);
;// CONCATENATED MODULE: ./build/core/builds/build.js

/** Reads one element of a page; undefined when it is not a build. The wire format ends here. */
function readBuild(json, project) {
    const build = object(json);
    if (!Number.isSafeInteger(build.id))
        return undefined;
    const definition = object(build.definition);
    const reason = build_text(build.reason);
    return {
        id: build.id,
        buildNumber: build_text(build.buildNumber),
        ...stateOfXaml(build_text(build.status), build_text(build.result)),
        project: build_text(object(build.project).name) || project,
        pipelineId: Number.isSafeInteger(definition.id) ? definition.id : undefined,
        pipelineName: build_text(definition.name),
        ...sourceOf(build_text(build.sourceBranch), build_text(build.sourceVersion)),
        pullRequestCommit: build_text(object(build.triggerInfo)['pr.sourceSha']) || proposedCommit(reason, build_text(build.parameters)),
        reason,
        deleted: build.deleted === true,
        validationErrors: errorsOf(build.validationResults),
        queueTime: build_text(build.queueTime),
        startTime: build_text(build.startTime),
        finishTime: build_text(build.finishTime),
    };
}
/** Hardly a build has any. */
const none = [];
/** Of https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#buildrequestvalidationresult: its warnings stop nothing. */
function errorsOf(results) {
    if (!Array.isArray(results) || results.length === 0)
        return none;
    const errors = results.slice(0, maxValidationErrors).map(object);
    return errors.filter(({ result }) => result === 'error').map(({ message }) => build_text(message));
}
const maxValidationErrors = 100;
const proposed = 'system.pullRequest.sourceCommitId';
/**
 * Azure Repos writes the source commit of a pull request into the JSON string `parameters` only. Anybody who queues a
 * build by hand can set such a parameter, so it counts for the builds that the service itself queued.
 */
function proposedCommit(reason, parameters) {
    if (reason !== 'pullRequest' || !parameters.includes(proposed))
        return '';
    try {
        return build_text(object(JSON.parse(parameters))[proposed]);
    }
    catch {
        // Old builds have parameters in other forms.
        return '';
    }
}
/** XAML builds of old servers have their result as status, and may name both branch and commit in their version. */
function stateOfXaml(status, result) {
    if (result === 'none')
        return { status, result: '' };
    if (status === 'stopped')
        return { status: 'completed', result: 'canceled' };
    return /^(?:succeeded|partiallySucceeded|failed)$/.test(status)
        ? { status: 'completed', result: status }
        : { status, result };
}
/** `LG:refs/heads/main:<sha>`: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds */
function sourceOf(sourceBranch, sourceVersion) {
    const [, branch, version] = /^L[GT]:(.+):([0-9a-f]{7,64})$/i.exec(sourceVersion) ?? [];
    return version === undefined
        ? { sourceBranch, sourceVersion }
        : { sourceBranch: sourceBranch || (branch ?? ''), sourceVersion: version };
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
/**
 * How long it ran, in milliseconds; undefined while it has not started and finished. A build that was canceled while it
 * was queued has the same time for both, and never ran.
 */
function durationOf(build) {
    const [start, finish] = [timeOf(build.startTime), timeOf(build.finishTime)];
    if (start === undefined || finish === undefined || start === finish)
        return undefined;
    return Math.max(0, Date.parse(finish) - Date.parse(start));
}
/** Whether nothing changes any more. */
function isCompleted({ status }) {
    return status === 'completed' || status === 'abandoned';
}
/** `Web CI 20260401.4`. */
function nameOf({ buildNumber, id, pipelineName }) {
    return [pipelineName, buildNumber || `build ${id}`].filter(part => part !== '').join(' ');
}
/** Its result, or its status until it has one. */
function stateOf({ status, result }) {
    return status === 'completed' ? result || 'completed without a result' : status;
}

;// CONCATENATED MODULE: ./build/core/judge/judge.js



/** Whether a build breaks the rule on results. */
function offends({ requireResult }) {
    return ({ status, result }) => requireResult.length > 0 && !(status === 'completed' && requireResult.includes(result));
}
/**
 * The verdict on what was returned.
 * @param late on what time ran out while waiting
 * @param now milliseconds since 1970
 */
function judge(result, rules, late, now) {
    const { judged, ifNone } = rules;
    if (late === 'to complete')
        return { outcome: 'timed-out', passes: false, findings: [notCompleted(result, rules)] };
    if (late === 'to appear' && ifNone === 'fail')
        return { outcome: 'timed-out', passes: false, findings: [notAppeared(result, rules)] };
    const cut = judged ? cutFinding(result, rules) : [];
    if (result.count === 0) {
        const findings = [...cut, ...noBuilds(ifNone)];
        return cut.length > 0
            ? { outcome: 'failed', passes: false, findings }
            : { outcome: 'none', passes: ifNone !== 'fail', findings };
    }
    if (!judged)
        return { outcome: 'found', passes: true, findings: [] };
    const findings = [
        ...cut,
        ...missingPipelines(result, ifNone),
        ...wrongResults(result, rules),
        ...tooOld(result, rules, now),
    ];
    if (findings.some(({ state }) => state === 'broken'))
        return { outcome: 'failed', passes: false, findings };
    const hasRule = rules.requireResult.length > 0 || rules.maxAge !== undefined;
    return { outcome: hasRule ? 'passed' : 'found', passes: true, findings };
}
function finding(rule, state, sentence, builds = [], count = builds.length) {
    return { rule, state, sentence, builds, count };
}
function wrongResults({ offending, count }, { requireResult }) {
    if (requireResult.length === 0)
        return [];
    const wanted = (0,base_text/* listed */.KE)(requireResult, 'or');
    if (offending.count === 0) {
        const sentence = count === 1 ? `The build is ${wanted}.` : `All ${(0,base_text/* counted */.hS)(count, 'build')} are ${wanted}.`;
        return [finding('require-result', 'kept', [sentence])];
    }
    const what = count === 1
        ? 'The build is'
        : `${(0,base_text/* counted */.hS)(offending.count, 'build')} of ${count} ${offending.count === 1 ? 'is' : 'are'}`;
    return [finding('require-result', 'broken', [`${what} not ${wanted}.`], offending.builds, offending.count)];
}
function tooOld({ newest }, { maxAge }, now) {
    if (maxAge === undefined || newest === undefined)
        return [];
    const limit = formatDuration(maxAge);
    const finish = newest.status === 'completed' ? timeOf(newest.finishTime) : undefined;
    if (finish === undefined)
        return [
            finding('max-age', 'broken', [`The newest build has not finished; one must have within ${limit}.`], [newest]),
        ];
    const age = now - milliseconds(finish);
    if (age <= maxAge)
        return [finding('max-age', 'kept', [`The newest build finished within ${limit}.`])];
    return [
        finding('max-age', 'broken', [`The newest build finished ${formatDuration(age)} ago, more than ${limit}.`], [newest]),
    ];
}
function missingPipelines({ missing }, ifNone) {
    if (missing.length === 0)
        return [];
    const names = (0,base_text/* listed */.KE)(missing.map(({ written, project }) => (project === undefined ? written : `${written} (${project})`)));
    const sentence = [`No matching build of ${names}.`];
    return ifNone === 'ignore' ? [] : [finding('pipelines', ifNone === 'warn' ? 'warning' : 'broken', sentence)];
}
function noBuilds(ifNone) {
    if (ifNone === 'ignore')
        return [];
    return [finding('if-none', ifNone === 'warn' ? 'warning' : 'broken', ['No build found.'])];
}
/** A list that the service or the scan limit cut cannot be judged, unless nothing that was cut could change the verdict. */
function cutFinding({ cuts, count }, { requireResult, maxAge, order, oneProject }) {
    const [first] = cuts;
    if (first === undefined)
        return [];
    // Of one project and newest first, the newest is before every cut.
    const onlyNewest = requireResult.length === 0 && maxAge !== undefined;
    if (onlyNewest && oneProject && count > 0 && order.descending && order.time === 'queueTime')
        return [];
    const where = first.project === undefined ? '' : ` of ${first.project}`;
    const sentence = first.why === 'scan-limit'
        ? [
            `The list of builds${where} was cut at `,
            { input: 'scan-limit' },
            ', so it cannot be judged. Raise it, name ',
            { input: 'pipelines' },
            ', or set ',
            { input: 'min-time' },
            '.',
        ]
        : [
            `The service repeated itself in the list${first.project === undefined ? ' of projects' : ` of builds${where}`}, so it cannot be judged. Narrow it with `,
            { input: 'pipelines' },
            ' or ',
            { input: 'min-time' },
            '.',
        ];
    return [finding(first.why === 'scan-limit' ? 'scan-limit' : 'pipelines', 'broken', sentence)];
}
function notCompleted({ builds }, { waited }) {
    const open = builds.filter(build => !isCompleted(build));
    const within = formatDuration(waited?.waitTimeout ?? 0);
    return finding('wait-timeout', 'broken', [`Not completed within ${within}.`], open.slice(0, 10), open.length);
}
function notAppeared({ missing, count }, { waited }) {
    const within = formatDuration(waited?.appearTimeout ?? 0);
    const what = count > 0 || missing.length > 0 ? ` of ${(0,base_text/* listed */.KE)(missing.map(({ written }) => written))}` : '';
    return finding('appear-timeout', 'broken', [`No matching build${what} appeared within ${within}.`]);
}

;// CONCATENATED MODULE: ./build/core/builds/order.js


/** Later than every time that there is: what has not started yet will start last. */
const never = instant('9999-12-31T23:59:59.9999999Z');
/** The time that an order looks at. */
function orderTime(build, { time }) {
    return timeOf(build[time]) ?? never;
}
/** Negative when `a` comes first: by time, and by id where times are equal. */
function compareBy({ descending }) {
    const direction = descending ? -1 : 1;
    return (a, b) => direction * (a.time < b.time ? -1 : a.time > b.time ? 1 : a.build.id - b.build.id);
}

;// CONCATENATED MODULE: ./build/core/builds/filter.js


const noCounts = { checked: 0, leftOut: new Map() };
function addCounts(a, b) {
    if (b === noCounts)
        return a;
    const leftOut = new Map(a.leftOut);
    for (const [why, count] of b.leftOut)
        leftOut.set(why, (leftOut.get(why) ?? 0) + count);
    const undecided = [a.undecided, b.undecided].filter(time => time !== undefined).sort()[0];
    return { checked: a.checked + b.checked, leftOut, ...(undecided === undefined ? {} : { undecided }) };
}
/** The filters that the service does not have. */
function mismatch(query, comparesTime) {
    const { branch, commit, minTime, maxTime, order } = query;
    return build => {
        if (branch?.kind === 'pattern' && !branch.matches(build.sourceBranch))
            return 'on other branches';
        if (commit !== undefined && !commit.matches(build.sourceVersion) && !commit.matches(build.pullRequestCommit))
            return 'for other commits';
        if (!comparesTime)
            return undefined;
        const time = orderTime(build, order);
        return (minTime !== undefined && time < minTime) || (maxTime !== undefined && time > maxTime)
            ? 'at other times'
            : undefined;
    };
}
/** Splits builds into those that match and the counts of the others. */
function applyFilter(items, why) {
    const leftOut = new Map();
    let undecided;
    const matching = items.filter(({ build }) => {
        const reason = why(build);
        if (reason === undefined)
            return true;
        leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
        const queued = build.sourceVersion === '' && !isCompleted(build) ? timeOf(build.queueTime) : undefined;
        if (queued !== undefined && (undecided === undefined || queued < undecided))
            undecided = queued;
        return false;
    });
    return { matching, counts: { checked: items.length, leftOut, ...(undecided === undefined ? {} : { undecided }) } };
}
/** Keeps the first builds of each pipeline. */
class PipelineCap {
    most;
    counts = new Map();
    constructor(most) {
        this.most = most;
    }
    admits({ pipelineId }) {
        if (this.most === undefined)
            return true;
        const count = (this.counts.get(pipelineId) ?? 0) + 1;
        this.counts.set(pipelineId, count);
        return count <= this.most;
    }
    /** Whether every one of these pipelines has all the builds that it may have. */
    isFull(pipelines) {
        const { most, counts } = this;
        return most !== undefined && pipelines.length > 0 && pipelines.every(id => (counts.get(id) ?? 0) >= most);
    }
}

// EXTERNAL MODULE: ./build/core/base/nearest.js
var nearest = __nccwpck_require__(52);
// EXTERNAL MODULE: ./build/core/errors/errors.js
var errors = __nccwpck_require__(313);
;// CONCATENATED MODULE: ./build/core/service/failure.js
const anonymousId = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa';
/** What is wrong with a response as a whole; undefined for one that may be read. */
function failureOf(response, request, redact) {
    const { status, headers } = response;
    const type = typeOf(response);
    const owner = ownerOf(response);
    const identity = owner === undefined ? undefined : owner === anonymousId ? 'anonymous' : 'known';
    if (isExpected(status, type, request) && identity !== 'anonymous')
        return undefined;
    const error = type === 'json' ? readError(response.body) : {};
    const text = error.text ?? serviceError(header(headers, 'x-tfs-serviceerror'), redact) ?? title(response, type);
    const authenticate = header(headers, 'www-authenticate');
    return {
        status,
        content: type,
        subject: request.words.subject,
        ...(identity === undefined ? {} : { identity }),
        ...(error.typeKey === undefined ? {} : { typeKey: error.typeKey }),
        ...(error.results === undefined ? {} : { results: error.results.map(result => hideAddresses(redact(result))) }),
        ...(text === undefined ? {} : { text: hideAddresses(redact(text)) }),
        ...(authenticate === undefined ? {} : { authenticate }),
    };
}
function isExpected(status, type, { expects = {}, method }) {
    const { statuses = [200], types = ['json'] } = expects;
    if (!statuses.includes(status))
        return false;
    if (type === 'none')
        return status === 204 || method === 'HEAD' || method === 'DELETE' || types.includes('any');
    // A sign-in page comes with every status, so HTML is never what was requested unless anything is.
    return types.some(expected => accepts(expected, type));
}
function accepts(expected, type) {
    if (expected === 'any')
        return type !== 'html';
    return expected === type;
}
/** Names the response in the service's own logs; support asks for it. */
function activityId({ headers }) {
    const id = header(headers, 'activityid') ?? header(headers, 'x-vss-e2eid');
    // Only what looks like one: a header is text from outside.
    return id !== undefined && /^[\da-f-]{8,64}$/i.test(id) ? id : undefined;
}
function header(headers, name) {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
}
/** The GUID of the token's owner, in lower case. The rest of `x-vss-userdata` is an address, which is never used. */
function ownerOf({ headers }) {
    const id = header(headers, 'x-vss-userdata')?.split(':')[0]?.trim().toLowerCase();
    return id !== undefined && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? id : undefined;
}
/** The media type, reduced to what matters here. */
function typeOf({ headers, body }) {
    const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
    if (body.length === 0 && type === undefined)
        return 'none';
    if (type === 'application/json')
        return 'json';
    if (type === 'application/zip' || type === 'application/octet-stream')
        return 'zip';
    if (type === 'text/html' || /^\s*<(!doctype|html)/i.test(body.toString('latin1', 0, 64)))
        return 'html';
    return type?.startsWith('text/') ? 'text' : 'other';
}
/**
 * Reads both shapes of an error body: the serialized exception
 * (https://github.com/actions/runner/blob/main/src/Sdk/Common/Common/WrappedException.cs) and the web framework's own
 * `{"count":1,"value":{"Message":…}}`, which looks like a page. Old servers write names with a capital.
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
    const texts = [outer.message, outer.Message, fields(outer.value).Message, fields(outer.error).message];
    const text = texts.find(value => typeof value === 'string');
    const typeKey = typeof outer.typeKey === 'string' ? outer.typeKey : className(outer.ClassName);
    const results = [fields(outer.customProperties).ValidationResults, outer.ValidationResults].find(Array.isArray);
    return {
        ...(text === undefined ? {} : { text }),
        ...(typeKey === undefined ? {} : { typeKey }),
        ...(results === undefined ? {} : { results: results.slice(0, 100).flatMap(messageOfResult) }),
    };
}
function className(value) {
    return typeof value === 'string' ? value.split('.').at(-1) : undefined;
}
/** Of https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue#buildrequestvalidationresult. */
function messageOfResult(result) {
    const { message, Message, result: word } = fields(result);
    if (typeof word === 'string' && word.toLowerCase() === 'ok')
        return [];
    const text = message ?? Message;
    return typeof text === 'string' ? [text] : [];
}
function fields(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function serviceError(value, redact) {
    return value === undefined ? undefined : redact.header(value);
}
function title({ body }, type) {
    const start = body.toString('utf8', 0, 4096);
    if (type === 'html')
        return /<title>([^<]*)<\/title>/i.exec(start)?.[1]?.trim() || undefined;
    return type === 'other' || type === 'text' ? start.trim() || undefined : undefined;
}
/**
 * Mail addresses and account names in the service's texts are people's, and have no place in a log. Git over SSH
 * (`git@github.com`) and versions of packages (`lodash@4.17.21`) name nobody.
 */
function hideAddresses(text) {
    return text.replace(/\bWindows Live ID\\[^\s'"]+/g, 'Windows Live ID\\(hidden)').replace(address, '(address hidden)');
}
const address = /(?<![^\s'"<>()[\]{},;:\\/@])(?!git@)[^\s'"<>()[\]{},;:\\/@]{1,200}@[^\s'"<>()[\]{},;:\\/@]{1,200}\.\p{L}[\p{L}\p{N}-]{1,62}/gu;

// EXTERNAL MODULE: ./build/core/service/json-list.js + 1 modules
var json_list = __nccwpck_require__(659);
;// CONCATENATED MODULE: ./build/core/service/paging.js
/** A service that names a next page for ever must not be followed for ever: these are 5 million builds. */
const maxPages = 10_000;
/** Tokens are times or short numbers. Each is kept, and goes into a URL. */
const maxTokenLength = 2048;
/**
 * The unseen items of each page, until the service names no next one.
 *
 * A token is the time of a boundary item, so that items repeat where times are equal, and the service has been seen to
 * give page 1 again (https://github.com/MicrosoftDocs/vsts-rest-api-specs/issues/178): items are told apart by ID, and
 * a token that repeats or a page that brings nothing new ends the list instead of looping. So do too many pages.
 */
async function* follow({ ask, idOf, ahead }) {
    const seen = new Set();
    const tokens = new Set();
    let coming = ask(undefined);
    while (coming !== undefined) {
        const { items, next } = await coming;
        const unseen = items.filter(item => !seen.has(idOf(item)) && seen.add(idOf(item)));
        const stuck = next !== undefined && (unseen.length === 0 || !isNew(next, tokens));
        if (next !== undefined)
            tokens.add(next);
        coming = next === undefined || stuck ? undefined : ahead?.(seen.size) ? askAhead(ask, next) : undefined;
        yield { items: unseen, more: next !== undefined, stuck };
        if (stuck)
            return;
        if (next !== undefined)
            coming ??= ask(next);
    }
}
function isNew(token, known) {
    return !known.has(token) && known.size < maxPages && token.length <= maxTokenLength;
}
/** Requested before it is wanted: a failure waits, too, until somebody looks. */
function askAhead(ask, token) {
    const page = ask(token);
    page.catch(() => undefined);
    return page;
}

;// CONCATENATED MODULE: ./build/core/builds/pipelines.js






/** From so many names on, one list of pipelines takes fewer requests than a lookup for each. */
const listedFrom = 3;
/** Digits are an ID; a backslash begins a path; everything else is a name in any folder. */
function parsePipeline(written) {
    if (/^\d+$/.test(written))
        return { written, id: Number(written), name: written };
    const cut = written.lastIndexOf('\\');
    if (cut < 0)
        return { written, name: written };
    const folder = written.slice(0, cut).replace(/^\\?/, '\\');
    return { written, name: written.slice(cut + 1), folder };
}
/**
 * The request that looks up a name, or lists all pipelines. The service matches names exactly, whatever their case, in
 * every folder; a `*` at the end would make a prefix of it.
 */
function pipelinesRequest(project, name, deadline, token) {
    return {
        words: { what: `The list of pipelines of ${project}`, subject: 'pipelines' },
        path: [project, '_apis', 'build', 'definitions'],
        query: () => [
            ...(name === undefined ? [['queryOrder', 'definitionNameAscending']] : [['name', name]]),
            ...(token === undefined ? [] : [['continuationToken', token]]),
        ],
        deadline,
    };
}
/**
 * Looks up names in a project.
 * @returns the pipeline of each name, undefined where the project has none
 * @throws StepError for a name that the project has in several folders
 */
async function lookUpPipelines(service, project, names, deadline) {
    const listed = names.length < listedFrom ? undefined : await firstPage(service, project, deadline);
    return Promise.all(names.map(async (wanted) => {
        const known = listed?.items.filter(({ name }) => same(name, wanted.name)) ?? [];
        // What is not on the first page of a long list is looked up by its name; a name may be in folders on several pages.
        const sure = listed !== undefined && listed.next === undefined;
        const all = sure ? known : await readAll(service, project, wanted.name, deadline);
        return choose(all, wanted, project);
    }));
}
function choose(all, wanted, project) {
    const named = all.filter(({ name }) => same(name, wanted.name));
    const inFolder = named.filter(({ folder }) => wanted.folder === undefined || same(folder, wanted.folder));
    // `\2024` is the pipeline named 2024: the one in the root folder, or else the one in any.
    const matching = inFolder.length === 0 && wanted.folder === '\\' ? named : inFolder;
    if (matching.length > 1)
        throw new errors/* StepError */.zg('pipeline-ambiguous', {
            details: [`"${wanted.written}" in ${project} is ${matching.map(describe).join(' or ')}.`],
        });
    return matching[0];
}
function firstPage(service, project, deadline) {
    return service.request(pipelinesRequest(project, undefined, deadline), readPage);
}
async function readAll(service, project, name, deadline) {
    const all = [];
    const pages = follow({
        ask: token => service.request(pipelinesRequest(project, name, deadline, token), readPage),
        idOf: ({ id }) => id,
    });
    for await (const { items } of pages)
        all.push(...items);
    return all;
}
async function readPage(response, signal) {
    const items = await (0,json_list/* readList */.LD)(response.body, value => {
        const { id, name, path } = Object(value);
        if (!Number.isSafeInteger(id) || typeof name !== 'string')
            throw new json_list/* PageError */.AX(false, 'an element of the list is not a pipeline');
        return { id: id, name, folder: typeof path === 'string' ? path : '\\' };
    }, signal);
    return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined };
}
/** The error for names that no project has, with the nearest names that there are. */
async function unknownPipelines(service, projects, missing, deadline) {
    const searched = projects.slice(0, 5);
    const all = (await Promise.all(searched.map(project => readAll(service, project, undefined, deadline)))).flat();
    const details = missing.map(({ written, name }) => {
        const near = (0,nearest/* nearest */.p)(name, all.map(pipeline => pipeline.name));
        const paths = all.filter(pipeline => near.includes(pipeline.name)).map(describe);
        const hint = paths.length > 0
            ? `Did you mean ${[...new Set(paths)].slice(0, 5).join(' or ')}?`
            : `None of ${(0,base_text/* counted */.hS)(all.length, 'pipeline')} has a similar name.`;
        return `"${written}" is not in ${searched.join(', ')}. ${hint}`;
    });
    return new errors/* StepError */.zg('pipeline-unknown', { details });
}
function describe({ folder, name, id }) {
    return `${folder.endsWith('\\') ? folder : `${folder}\\`}${name} (ID ${id})`;
}
function same(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}

;// CONCATENATED MODULE: ./build/core/builds/projects.js



/** The request for a page of projects: https://learn.microsoft.com/rest/api/azure/devops/core/projects/list */
function projectsRequest(deadline, token) {
    return {
        words: { what: 'The list of projects', subject: 'projects' },
        path: ['_apis', 'projects'],
        query: () => [
            ['stateFilter', 'wellFormed'],
            ['$top', '500'],
            ...(token === undefined ? [] : [['continuationToken', token]]),
        ],
        deadline,
    };
}
/** The projects to query, each once: those that were named, or with `*` every one that the token can see. */
async function findProjects(service, written, deadline) {
    if (!written.includes('*'))
        return { names: unique(written), complete: true };
    const names = [];
    let complete = true;
    const pages = follow({
        ask: token => service.request(projectsRequest(deadline, token), projects_readPage),
        idOf: name => name,
    });
    for await (const { items, stuck } of pages) {
        names.push(...items);
        if (stuck)
            complete = false;
    }
    return { names, complete };
}
/** Each name once; the service ignores their case. */
function unique(names) {
    const seen = new Set();
    return names.filter(name => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}
async function projects_readPage(response, signal) {
    const items = await (0,json_list/* readList */.LD)(response.body, value => {
        const { name } = Object(value);
        // `.` and `..` would lead out of the organization's path: https://url.spec.whatwg.org/#double-dot-path-segment
        if (typeof name !== 'string' || /^\.{0,2}$/.test(name))
            throw new json_list/* PageError */.AX(false, 'an element of the list is not a project');
        return name;
    }, signal);
    return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined };
}

;// CONCATENATED MODULE: ./build/core/builds/targets.js


/**
 * Finds out which projects to query, and about which pipelines. Lookups are under way when this returns, so that what
 * follows can begin for one project while another is still looked up.
 */
async function findTargets(service, query, deadline) {
    const { names: projects, complete } = await findProjects(service, query.projects, deadline);
    const cut = complete ? {} : { cut: { why: 'no progress' } };
    const names = query.pipelines.map(parsePipeline);
    const ids = names.flatMap(({ id }) => id ?? []);
    const wanted = names.filter(({ id }) => id === undefined);
    const byId = names.flatMap(({ written, id }) => (id === undefined ? [] : [{ written, id }]));
    if (wanted.length === 0) {
        const each = projects.map(async (project) => ({ project, pipelines: [...new Set(ids)] }));
        return { projects, each, named: Promise.resolve(byId), ...cut };
    }
    const lookups = projects.map(project => lookUpPipelines(service, project, wanted, deadline));
    const each = lookups.map(async (lookup, index) => {
        const found = (await lookup).flatMap(pipeline => (pipeline === undefined ? [] : [pipeline.id]));
        const pipelines = [...new Set([...ids, ...found])];
        // Without pipelines the service would give the builds of all of them.
        return pipelines.length === 0 ? undefined : { project: projects[index] ?? '', pipelines };
    });
    const named = resolveNames(service, projects, wanted, lookups, deadline).then(found => [...byId, ...found]);
    // A failure waits until somebody looks.
    for (const promise of [...each, named])
        promise.catch(() => undefined);
    return { projects, each, named, ...cut };
}
async function resolveNames(service, projects, wanted, lookups, deadline) {
    const found = await Promise.all(lookups);
    const missing = wanted.filter((_, index) => found.every(row => row[index] === undefined));
    if (missing.length > 0)
        throw await unknownPipelines(service, projects, missing, deadline);
    return found.flatMap((row, at) => row.flatMap((pipeline, index) => {
        const project = projects[at];
        const name = wanted[index];
        return pipeline === undefined || name === undefined || project === undefined
            ? []
            : [{ written: name.written, id: pipeline.id, project }];
    }));
}
/** Whether a build is of this pipeline. */
function isOf({ id, project }, { build, target }) {
    return build.pipelineId === id && (project === undefined || project === target);
}

;// CONCATENATED MODULE: ./build/core/result/builds-file.js

/** So much is collected before it is written. */
const chunkSize = 256 * 1024;
const opening = Buffer.from('[\n');
const between = Buffer.from(',\n');
const closing = Buffer.from('\n]\n');
const empty = Buffer.from('[]\n');
/**
 * A JSON array that grows as builds come. What is written is written at once: a stream takes longer to open than most
 * lists take to write, and would have to be waited for wherever it may fail.
 */
class BuildsFile {
    file;
    pieces = [];
    size = 0;
    started = false;
    /**
     * @param place its folder is made
     * @param reserved files that must stay as they are
     * @throws StepError output-file-unwritable; so do the methods, but for `discard`
     */
    constructor(place, reserved = []) {
        this.file = new new_file/* NewFile */.PA(place, reserved);
    }
    /** Absolute. */
    get path() {
        return this.file.path;
    }
    /** @param bytes one build, as JSON */
    add(bytes) {
        this.pieces.push(this.started ? between : opening, bytes);
        this.started = true;
        this.size += bytes.length;
        if (this.size >= chunkSize)
            this.flush();
    }
    /** Ends the array and puts the file in its place. @returns whether another was there, and is gone */
    keep() {
        this.pieces.push(this.started ? closing : empty);
        this.flush();
        return this.file.keep();
    }
    /** Leaves nothing behind. */
    discard() {
        this.pieces = [];
        this.file.discard();
    }
    flush() {
        const whole = Buffer.concat(this.pieces);
        this.pieces = [];
        this.size = 0;
        this.file.write(whole);
    }
}

;// CONCATENATED MODULE: ./build/core/inputs/which-inputs.js
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
const deletedFilters = ['excludeDeleted', 'includeDeleted', 'onlyDeleted'];
/** Which builds match. */
const whichInputs = {
    pipelines: {
        label: 'Pipelines',
        group: 'which',
        type: 'list',
        help: 'IDs, names, or `\\folder\\name` paths of pipelines. `2024` is an ID; `\\2024` is the pipeline named 2024.',
    },
    branch: {
        label: 'Branch',
        group: 'which',
        type: 'text',
        help: '`main`, `feature/x`, a full ref such as `refs/heads/main`, `pr:123`, `tag:v1`, a TFVC path `$/…`, or a glob: `*` and `?` also match `/`, so `release/*` is every branch below `release`. A glob matches branches unless it starts with `refs/`.',
    },
    commit: {
        label: 'Commit',
        group: 'which',
        type: 'text',
        help: 'A commit SHA, full or at least its first 7 digits, or a TFVC changeset (`943` or `C943`). Also finds the builds of a pull request whose source is that commit.',
    },
    status: {
        label: 'Status',
        group: 'which',
        type: 'choices',
        values: [...statuses, 'all'],
        help: 'Any of `inProgress`, `completed`, `cancelling`, `postponed`, `notStarted`. Every status unless set.',
        visibleRule: 'start != true',
    },
    result: {
        label: 'Result',
        group: 'which',
        type: 'choices',
        values: results,
        help: 'Any of `succeeded`, `partiallySucceeded`, `failed`, `canceled`. To fail on a result, use {require-result} instead.',
        visibleRule: 'start != true',
    },
    reason: {
        label: 'Reason',
        group: 'which',
        type: 'choices',
        values: reasons,
        help: 'Why the build was queued: `manual`, `individualCI`, `batchedCI`, `schedule`, `pullRequest`, `buildCompletion`, `resourceTrigger`, and more.',
        visibleRule: 'start != true',
    },
    tags: {
        label: 'Tags',
        group: 'which',
        type: 'list',
        help: 'Only builds that have all of these tags.',
        visibleRule: 'start != true',
    },
    'requested-for': {
        label: 'Requested for',
        group: 'which',
        type: 'text',
        help: 'The user whose builds match: a display name, mail address, or ID.',
        visibleRule: 'start != true',
    },
    'build-number': {
        label: 'Build number',
        group: 'which',
        type: 'text',
        help: 'A build number, or a prefix followed by `*`.',
        visibleRule: 'start != true',
    },
    'build-ids': {
        label: 'Build IDs',
        group: 'which',
        type: 'numbers',
        least: 1,
        help: 'Only the builds with these IDs.',
        visibleRule: 'start != true',
    },
    queues: {
        label: 'Queues',
        group: 'which',
        type: 'numbers',
        least: 1,
        help: 'IDs of agent queues.',
        visibleRule: 'start != true',
    },
    'repository-id': {
        label: 'Repository ID',
        group: 'which',
        type: 'text',
        help: 'ID of the repository that was built, together with {repository-type}.',
        visibleRule: 'start != true',
    },
    'repository-type': {
        label: 'Repository type',
        group: 'which',
        type: 'text',
        help: '`TfsGit`, `GitHub`, `Bitbucket`, …, together with {repository-id}.',
        visibleRule: 'repositoryId != ""',
    },
    deleted: {
        label: 'Deleted builds',
        group: 'which',
        type: 'choice',
        values: deletedFilters,
        default: 'excludeDeleted',
        help: 'Whether to leave deleted builds out, include them, or find only them.',
        visibleRule: 'start != true',
    },
    'min-time': {
        label: 'Minimum time',
        group: 'which',
        type: 'time',
        help: 'ISO 8601 (UTC without an offset), or how long ago (`7d`). Compared with the time that {order} names.',
        visibleRule: 'start != true',
    },
    'max-time': {
        label: 'Maximum time',
        group: 'which',
        type: 'time',
        help: 'ISO 8601 (UTC without an offset), or how long ago (`1h`). Compared with the time that {order} names.',
        visibleRule: 'start != true',
    },
    order: {
        label: 'Order',
        group: 'which',
        type: 'choice',
        values: orders,
        default: 'queueTimeDescending',
        help: 'Which builds come first: by `queueTime`, `startTime`, or `finishTime`, each `Descending` or `Ascending`. Finish time includes completed builds only.',
        visibleRule: 'start != true',
    },
    'max-builds-per-pipeline': {
        label: 'Builds per pipeline',
        group: 'which',
        type: 'number',
        least: 1,
        help: 'Maximum number of builds for each pipeline, the first in {order}.',
        visibleRule: 'start != true',
    },
    top: {
        label: 'Maximum builds',
        group: 'which',
        type: 'number',
        help: 'Maximum number of builds to return; `0` is no limit. 100 unless set; with {wait}, {require-result}, or {max-age} the first build of each pipeline.',
        visibleRule: 'start != true',
    },
    properties: {
        label: 'Properties',
        group: 'which',
        type: 'list',
        help: 'Names of build properties to include in the builds file.',
    },
};

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
    /** StatusPartition of completed builds that succeeded, 0 to 1; canceled ones say nothing about the code and are left out. */
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

;// CONCATENATED MODULE: ./build/core/result/result.js




/** How many builds are kept in memory for the log, the summary and the outputs; the file has them all. */
const keptBuilds = 1000;
/** So many of the builds that break a rule are kept; the others are counted. */
const keptOffending = 10;
/** Takes builds as they come, and writes them to the builds file. When it fails, no file is left behind. */
async function collectResult(batches, collection) {
    const { order, file: place, reserved, named, offends, redact = bytes => bytes } = collection;
    const file = new BuildsFile(place, reserved);
    try {
        const tally = new Tally(order, offends);
        for await (const batch of batches) {
            tally.addBatch(batch);
            for (const found of batch.builds)
                file.add(redact(found.bytes));
        }
        const result = tally.result(await named());
        return { ...result, path: file.path, replaced: file.keep() };
    }
    catch (error) {
        file.discard();
        throw error;
    }
}
/** Counts builds as they come, without keeping them. */
class Tally {
    offends;
    count = 0;
    truncated = false;
    cuts = [];
    builds = [];
    statistics;
    counts = noCounts;
    offending = [];
    offendingCount = 0;
    newest;
    /** One build of each pipeline. */
    seen = new Map();
    constructor(order, offends) {
        this.offends = offends;
        this.statistics = new Statistics(order);
    }
    addBatch({ builds, counts, more, cut }) {
        this.counts = addCounts(this.counts, counts);
        if (cut !== undefined)
            this.cuts.push(cut);
        this.truncated = more || this.cuts.length > 0;
        for (const found of builds)
            this.add(found);
    }
    add({ build, target, time }) {
        this.count++;
        if (this.builds.length < keptBuilds)
            this.builds.push(build);
        this.statistics.add(build);
        if (this.newest === undefined || time > this.newest.time)
            this.newest = { build, time };
        const key = `${build.pipelineId} ${target}`;
        if (!this.seen.has(key))
            this.seen.set(key, { build, target });
        if (!this.offends(build))
            return;
        this.offendingCount++;
        if (this.offending.length < keptOffending)
            this.offending.push(build);
    }
    result(named) {
        const { count, truncated, cuts, builds, statistics, counts, offending, offendingCount, newest, seen } = this;
        const present = [...seen.values()];
        return {
            count,
            truncated,
            cuts,
            builds,
            statistics,
            counts,
            offending: { builds: offending, count: offendingCount },
            newest: newest?.build,
            missing: named.filter(pipeline => !present.some(found => isOf(pipeline, found))),
        };
    }
}

;// CONCATENATED MODULE: ./build/core/start/redact-build.js


/** Deeper than any message of the service. */
const deepest = 20;
/** A started build as it may be written to a file: without the values that it was started with, also in its messages. */
function redactBuild(bytes, hide) {
    return replaceMembers(hideParameters(bytes), ['validationResults'], value => hideIn(value, hide, 0));
}
function hideIn(value, hide, depth) {
    if (typeof value === 'string')
        return hide(value);
    if (typeof value !== 'object' || value === null)
        return value;
    if (depth === deepest)
        return null;
    if (Array.isArray(value))
        return value.map(item => hideIn(item, hide, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hideIn(item, hide, depth + 1)]));
}

;// CONCATENATED MODULE: ./build/core/start/validation-results.js
/** A refusal with more results than this is no refusal of one build. */
const mostResults = 100;
/**
 * The errors and warnings in a build, or in the body of a refusal, where they are among its custom properties, or, on
 * old servers, beside the message. The case of names varies.
 */
function readValidationResults(json) {
    const outer = lowerCased(json);
    const list = outer.validationresults ?? lowerCased(outer.customproperties).validationresults;
    if (!Array.isArray(list))
        return [];
    return list.slice(0, mostResults).flatMap((item) => {
        const { result, message } = lowerCased(item);
        const kind = resultOf(result);
        return kind === undefined || typeof message !== 'string' || message === '' ? [] : [{ result: kind, message }];
    });
}
/** Names or numbers: https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue#validationresult */
function resultOf(value) {
    const name = String(value).toLowerCase();
    if (name === 'error' || name === '2')
        return 'error';
    return name === 'warning' || name === '1' ? 'warning' : undefined;
}
function lowerCased(value) {
    const entries = Object.entries(Object(value));
    return Object.fromEntries(entries.map(([name, each]) => [name.toLowerCase(), each]));
}

;// CONCATENATED MODULE: ./build/core/start/values.js
const values_none = new Map();
/**
 * Reads what a build says of its template parameters (an object) or of its variables (a string that holds one).
 * @returns empty if the build has none; undefined if they cannot be read
 */
function readValues(json) {
    if (json === undefined || json === null || json === '')
        return values_none;
    const object = typeof json === 'string' ? parse(json) : json;
    if (typeof object !== 'object' || object === null || Array.isArray(object))
        return undefined;
    return new Map(Object.entries(object).map(([name, value]) => [name, textOf(value)]));
}
function textOf(value) {
    if (value === null || typeof value === 'string')
        return value;
    return JSON.stringify(value);
}
/**
 * The names whose values a build lacks or has otherwise. Names are told apart by their letters, not by their case, and
 * values by what they mean, not by how they are written.
 */
function differentValues(asked, echoed) {
    const byName = values_lowerCased(echoed ?? values_none);
    return [...asked].flatMap(([name, value]) => {
        const got = byName.get(name.toLowerCase());
        return got === null || (got !== undefined && sameValue(value, got)) ? [] : [name];
    });
}
/** Whether a build has exactly these values, all of them known. */
function sameValues(asked, echoed) {
    if (echoed === undefined)
        return false;
    const ours = values_lowerCased(echoed);
    // The service itself adds these to a build of a pull request's merge ref.
    for (const name of ours.keys())
        if (name.startsWith('system.pullrequest.'))
            ours.delete(name);
    if (ours.size !== asked.size)
        return false;
    return [...asked].every(([name, value]) => {
        const got = ours.get(name.toLowerCase());
        return got !== undefined && got !== null && sameValue(value, got);
    });
}
function values_lowerCased(values) {
    return new Map([...values].map(([name, value]) => [name.toLowerCase(), value]));
}
/** Objects and lists are the same if their JSON is, in any order of its members; booleans in any case; all else as text. */
function sameValue(one, other) {
    return one === other || canonical(one) === canonical(other);
}
function canonical(text) {
    if (/^(?:true|false)$/i.test(text))
        return text.toLowerCase();
    if (!/^\s*[{[]/.test(text))
        return text;
    const value = parse(text);
    return value === undefined ? text : JSON.stringify(value, sortedMembers);
}
function sortedMembers(_key, value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/core/start/queued-build.js



/** Reads a build; undefined if it is none. @param bytes JSON @throws SyntaxError if they are not JSON */
function readQueuedBuild(bytes, project) {
    const json = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    const build = readBuild(json, project);
    if (build === undefined)
        return undefined;
    const { requestedBy, parameters, templateParameters } = json;
    const { id } = Object(requestedBy);
    return {
        build,
        bytes,
        requestedBy: typeof id === 'string' ? id.toLowerCase() : '',
        parameters: readValues(templateParameters),
        variables: readValues(parameters),
        validationResults: readValidationResults(json),
    };
}

;// CONCATENATED MODULE: ./build/core/base/version.js
/** Names the project in its requests and its log. */
const product = 'azure-devops-builds';
/** The version of the project, carried here from package.json by scripts/generate.js. */
const version = '1.0.0';
/** Where the project and its documentation are. */
const repository = 'https://github.com/azure-devops-builds/azure-devops-builds';

;// CONCATENATED MODULE: ./build/core/service/request.js

/** The API version of requests unless the user or an older server names another. */
const defaultApiVersion = '7.1';
function methodOf({ method = 'GET' }) {
    return method;
}
/** Whether sending it twice does no harm. */
function isRepeatable(request) {
    const method = methodOf(request);
    return (request.repeat ?? (method === 'GET' || method === 'HEAD' ? 'safe' : undefined)) === 'safe';
}
/** The URL of a request, as it is sent. @param organization base URL unless the request has one */
function urlOf(organization, { base = organization, path, query, versioned }, version) {
    const pairs = [...(query?.(version) ?? []), ...(versioned === false ? [] : [['api-version', version]])];
    const text = pairs.map(([name, value]) => `${encoded(name, '$')}=${encoded(value)}`).join('&');
    return `${base}/${path.map(segment => encoded(segment)).join('/')}${text === '' ? '' : `?${text}`}`;
}
/**
 * Half a surrogate pair, which no encoding has, becomes the replacement character. A quote is encoded as Node.js itself
 * does it in a query, so that what a dry run shows is what a run sends.
 */
function encoded(text, kept = '') {
    const all = encodeURIComponent(text.toWellFormed()).replaceAll("'", '%27');
    return kept === '$' ? all.replaceAll('%24', '$') : all;
}
/** The headers of every request: https://learn.microsoft.com/azure/devops/integrate/how-to/call-rest-api */
function headersOf({ accept = 'application/json', headers, }) {
    return {
        Accept: accept,
        'Accept-Encoding': 'gzip',
        'User-Agent': `${product}/${version}`,
        // Asks for a 401 where the service would send a browser to its sign-in page.
        'X-TFS-FedAuthRedirect': 'Suppress',
        ...headers,
    };
}

;// CONCATENATED MODULE: ./build/core/service/api-version.js

/** A server that names a lower version each time must not be followed for ever. */
const maxSteps = 3;
/** Servers before 2020 answer a version that they do not know with a bare 404 now and then; all of them know this one. */
const knownToAll = '5.0';
/**
 * The API version that requests are sent with. It steps down when an older server refuses it; one that the user set is
 * never changed.
 */
class ApiVersion {
    set;
    isServer;
    say;
    steps = 0;
    version;
    /** @param set empty for 7.1, and lower where the server is older */
    constructor(set, 
    /** On Azure DevOps Services a 404 never means the version. */
    isServer, say) {
        this.set = set;
        this.isServer = isServer;
        this.say = say;
        this.version = set || defaultApiVersion;
    }
    get current() {
        return this.version;
    }
    /**
     * Learns from a refusal. Versions are refused before anything is done, so any request may be sent again.
     * @param sent the version that was refused
     * @returns whether to send the request again, with the current version
     */
    learn(failure, sent) {
        if (this.set !== '')
            return false;
        const next = nextVersion(failure, sent, this.isServer);
        if (next === undefined)
            return false;
        // Another request learned it meanwhile.
        if (sent !== this.version)
            return true;
        if (this.steps === maxSteps)
            return false;
        this.steps++;
        this.version = next;
        this.say(`The server refused API version ${sent}. Using ${next} instead.`);
        return true;
    }
}
function nextVersion({ typeKey, text = '', status, content }, sent, isServer) {
    if (typeKey === 'VssVersionOutOfRangeException') {
        // `… this server supports is 6.0`, `… supported by this server is 6.0`
        const [, named] = /(?:server supports|supported by this server) is (\d{1,2}\.\d{1,2})/.exec(text) ?? [];
        return named !== undefined && isLower(named, sent) ? named : undefined;
    }
    if (typeKey === 'VssInvalidPreviewVersionException')
        return sent.includes('-preview') ? undefined : `${sent}-preview`;
    if (isServer && status === 404 && typeKey === undefined && content !== 'json' && isLower(knownToAll, sent))
        return knownToAll;
    return undefined;
}
/** Versions are compared as numbers, whatever comes after a hyphen. */
function isLower(a, b) {
    const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [partsOf(a), partsOf(b)];
    return major === otherMajor ? minor < otherMinor : major < otherMajor;
}
function partsOf(version) {
    return (version.split('-')[0] ?? '').split('.').map(Number);
}

;// CONCATENATED MODULE: ./build/core/start/asked-build.js
/** What the settings ask for. A variable without a value is left out: as an empty one, the pipeline could not set it itself. */
function askedOf(settings, pipelineId) {
    const { project, ref, commit, parameters } = settings;
    const variables = new Map([...settings.variables].filter(([, value]) => value !== ''));
    return { project, pipelineId, branch: ref, commit, parameters, variables };
}
/**
 * The body of `POST _apis/build/builds`. The pipeline goes by its ID alone: a whole definition with a revision of its own
 * is refused. Fields that an older service doesn't know are ignored, so the caller must ask for at least
 * `leastVersionFor(asked)`.
 *
 * Source: https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue
 */
function startBody({ pipelineId, branch, commit, parameters, variables }) {
    return JSON.stringify({
        definition: { id: pipelineId },
        ...(branch === undefined ? {} : { sourceBranch: branch }),
        ...(commit === undefined ? {} : { sourceVersion: commit }),
        ...(parameters.size === 0 ? {} : { templateParameters: Object.fromEntries(parameters) }),
        // A string that holds JSON; the service has taken looser forms, and strict JSON always works.
        ...(variables.size === 0 ? {} : { parameters: JSON.stringify(Object.fromEntries(variables)) }),
    });
}
/** The lowest API version that starts this build and not another: older ones start it without its template parameters. */
function leastVersionFor({ parameters }) {
    return parameters.size === 0 ? undefined : '6.1';
}

;// CONCATENATED MODULE: ./build/core/start/requests.js


/** The PAT scope that starting and stopping need: https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/oauth#scopes */
const executeScope = 'Build (Read & execute)';
/**
 * Milliseconds that an attempt to start a build may take. The service expands all templates of the pipeline before it
 * answers, and cuts its own work at 100 s; giving up earlier only makes it unknown whether a build was started.
 */
const startPatience = 120_000;
/** So many builds are read before the start: one group of builds comes first, whatever the order. */
const buildsBefore = 25;
const json = 'application/json';
/** Reads the pipeline: whether it is enabled, its default branch, and the type of its repository. */
function pipelineRequest(project, id, deadline) {
    return {
        words: { what: `Pipeline ${id} of ${project}`, subject: 'pipelines', scope: executeScope },
        path: [project, '_apis', 'build', 'definitions', String(id)],
        deadline,
    };
}
/** Reads the newest builds of the pipeline, which the one that is started is not. */
function buildsBeforeRequest(project, pipelineId, deadline) {
    return {
        words: { what: `The newest builds of pipeline ${pipelineId}`, subject: 'builds', scope: executeScope },
        path: [project, '_apis', 'build', 'builds'],
        query: version => [...listed(pipelineId, version), ['$top', String(buildsBefore)]],
        deadline,
    };
}
/**
 * Starts the build. Warnings, as of agents that are offline, don't keep it from starting; they are in its answer.
 *
 * @param onSend called before each attempt
 */
function startRequest(asked, deadline, onSend = () => undefined) {
    const least = leastVersionFor(asked);
    return {
        method: 'POST',
        words: startWords(`The start of pipeline ${asked.pipelineId}`),
        path: [asked.project, '_apis', 'build', 'builds'],
        query: () => [['ignoreWarnings', 'true']],
        body: () => {
            onSend();
            return { type: json, content: startBody(asked) };
        },
        expects: { statuses: [200, 201, 202] },
        repeat: 'unless it may have arrived',
        ...(least === undefined ? {} : { least }),
        timeout: startPatience,
        // A pooled connection that the server has just closed fails as one does that is lost after the start.
        fresh: true,
        deadline,
    };
}
/**
 * Lists the builds of the pipeline that were queued since a time. Without `$top`, which would hide builds of one status
 * behind those of another, and without a status, which the service refuses together with some times.
 */
function buildsSinceRequest({ project, pipelineId }, since, deadline, token) {
    return {
        words: { what: `The builds of pipeline ${pipelineId} since the start`, subject: 'builds' },
        path: [project, '_apis', 'build', 'builds'],
        query: version => [
            ...listed(pipelineId, version),
            // Before 4.1 only finish times can be filtered: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds
            ...(isLower(version, '4.1') ? [] : [['minTime', since]]),
            ...(token === undefined ? [] : [['continuationToken', token]]),
        ],
        deadline,
    };
}
function listed(pipelineId, version) {
    return [
        ...(isLower(version, '5.0') ? [['type', 'Build']] : []),
        ['definitions', String(pipelineId)],
        ['queryOrder', 'queueTimeDescending'],
    ];
}
/** Reads one build. */
function buildRequest(project, id, deadline) {
    return {
        words: { what: `Build ${id} of ${project}`, subject: 'builds' },
        path: [project, '_apis', 'build', 'builds', String(id)],
        deadline,
    };
}
/** Stops a build: https://learn.microsoft.com/rest/api/azure/devops/build/builds/update-build */
function stopRequest(project, id, deadline) {
    return {
        method: 'PATCH',
        words: startWords(`The cancellation of build ${id}`),
        path: [project, '_apis', 'build', 'builds', String(id)],
        body: () => ({ type: json, content: '{"status":"Cancelling"}' }),
        deadline,
    };
}
function startWords(what) {
    return { what, subject: 'start', scope: executeScope };
}

;// CONCATENATED MODULE: ./build/core/start/confirm-commit.js



/** Milliseconds between the looks for a commit that is not there yet. */
const pauses = [1000, 2000, 4000];
/**
 * The build with its commit, where one was asked for: some services name it only a little later. After some seconds the
 * build is given as it is, because it may wait for an agent for hours.
 */
async function confirmCommit(service, { commit, project }, queued, { clock, signal, say }) {
    if (commit === undefined || queued.build.sourceVersion !== '')
        return queued;
    for (const pause of pauses) {
        await clock.sleep(pause, signal);
        const request = buildRequest(project, queued.build.id, clock.now() + 10_000);
        try {
            const now = await service.request(request, ({ body }) => readQueuedBuild(body, project));
            if (now !== undefined && now.build.sourceVersion !== '')
                return now;
        }
        catch (error) {
            if (!(error instanceof errors/* ServiceError */._7))
                throw error;
        }
    }
    say('The build has no commit yet, so its commit could not be compared.');
    return queued;
}

;// CONCATENATED MODULE: ./build/core/service/network-error.js
/** No response, or an incomplete one. `code` is Node's, or `BODY_…`, `PROXY_…` or `REQUEST_TIMEOUT`. */
class NetworkError extends Error {
    code;
    sent;
    name = 'NetworkError';
    /** @param sent whether the request may have reached the server */
    constructor(code, message, sent, original) {
        super(message, { cause: original });
        this.code = code;
        this.sent = sent;
    }
}
/** What Node or the stream said, as one kind of error. @param sent whether the request may have reached the server */
function asNetworkError(error, sent) {
    if (error instanceof NetworkError)
        return error;
    const { code = 'UNKNOWN', message } = error;
    if (code === 'ERR_INVALID_URL')
        return new NetworkError('PROXY_INVALID', 'the address of the proxy is not a URL', false, error);
    if (code === 'ERR_STREAM_PREMATURE_CLOSE' || message === 'aborted')
        return new NetworkError('BODY_CUT_SHORT', 'the connection ended before the body did', sent, error);
    return new NetworkError(code, message, sent, error);
}

;// CONCATENATED MODULE: ./build/core/start/ends.js

/**
 * The exceptions with which the service refuses to start a build, also with a status of 500. Any other exception with
 * such a status may have been thrown after the build was queued.
 */
const refusals = /^(?:Pipeline|Definition|Project|Branch|Queue|Pool|Agent)\w*(?:NotFound|DoesNotExist|Disabled)\w*Exception$|^(?:BuildRequestValidation(?:Failed|Warning)|PipelineValidation|AccessDenied|AccessCheck|UnauthorizedRequest|InvalidPipeline|YamlFileNotFound|RequestContent|ArgumentNull|RequestBlocked)Exception$|^Vss(?:VersionOutOfRange|InvalidPreviewVersion|InvalidApiResourceVersion|VersionNotSpecified|RequestContentTypeNotSupported)Exception$/;
/**
 * Tells the ends of the request apart. Two equal requests are two builds, and the service has no key that would make them
 * one, so whatever is not surely a refusal has to be found out by looking.
 */
function endOf({ arrived, request: { status, typeKey }, cause }) {
    // TLS and the like can also fail after everything was sent.
    if (arrived === 'no')
        return cause instanceof NetworkError && cause.sent ? 'maybe started' : 'not started';
    if (typeKey !== undefined && refusals.test(typeKey))
        return 'not started';
    if (status !== undefined && status >= 500)
        return 'maybe started';
    return arrived === 'refused' ? 'not started' : 'maybe started';
}

;// CONCATENATED MODULE: ./build/core/start/difference.js


/**
 * How a build differs from the one that was asked for, one sentence each; empty if it does not. The service replaces a
 * branch that does not exist by the default branch, and ignores what it does not know, without a word:
 * https://github.com/microsoft/azure-devops-node-api/issues/633
 *
 * Values are never shown, names are. A commit that the build doesn't have yet is no difference.
 */
function differences(asked, queued) {
    const { build } = queued;
    const found = [
        build.pipelineId === asked.pipelineId
            ? undefined
            : `The build is of pipeline ${build.pipelineId ?? 'unknown'}, not ${asked.pipelineId}.`,
        asked.branch === undefined || sameBranch(asked.branch, build.sourceBranch)
            ? undefined
            : `The build is of branch ${build.sourceBranch || 'unknown'}, not ${asked.branch}.`,
        asked.commit === undefined || build.sourceVersion === '' || sameCommit(asked.commit, build.sourceVersion)
            ? undefined
            : `The build is of commit ${build.sourceVersion}, not ${asked.commit}.`,
        otherValues('parameters', differentValues(asked.parameters, queued.parameters)),
        otherValues('variables', differentValues(asked.variables, queued.variables)),
    ];
    return found.filter(sentence => sentence !== undefined);
}
function otherValues(input, names) {
    return names.length === 0 ? undefined : `The build has other ${input} than were set: ${(0,base_text/* listed */.KE)(names)}.`;
}
/** Git tells refs apart by case; the paths of TFVC are the same in any. */
function sameBranch(one, other) {
    if (one.startsWith('$/'))
        return one.toLowerCase() === other.toLowerCase();
    return one === other;
}
/** A changeset is the same with and without its C. */
function sameCommit(one, other) {
    const [a, b] = [one, other].map(commit => commit.toLowerCase().replace(/^c(?=\d+$)/, ''));
    return a === b;
}

;// CONCATENATED MODULE: ./build/core/start/candidates.js




/** Milliseconds: the time of a build is up to 2 s before the service's own Date. */
const clockSkew = 5_000;
/**
 * Milliseconds that the service may go on working after the connection was lost. At most 10 s were observed
 * (https://github.com/microsoft/go-infra, cmd/releasego); a build that is queued later is another.
 */
const longestWork = 30_000;
/**
 * Whether a build can be the one whose start got no answer. `unsure` if it fits in everything that it has so far, and has
 * no commit yet. IDs of all builds of an organization count up, so that the own build is newer than all that were seen.
 */
function fits(queued, lost) {
    const { build } = queued;
    const { asked } = lost;
    const branch = asked.branch ?? lost.defaultBranch;
    const same = build.pipelineId === asked.pipelineId &&
        [...lost.seen].every(id => build.id > id) &&
        queued.requestedBy === lost.identity &&
        // A push of the same person starts a build for another reason.
        build.reason === 'manual' &&
        isInTime(build.queueTime, lost) &&
        (branch === undefined || sameBranch(branch, build.sourceBranch)) &&
        sameValues(asked.parameters, queued.parameters) &&
        sameValues(asked.variables, queued.variables);
    if (!same)
        return 'no';
    if (asked.commit === undefined)
        return 'yes';
    if (build.sourceVersion === '')
        return 'unsure';
    return sameCommit(asked.commit, build.sourceVersion) ? 'yes' : 'no';
}
/** The time at or after which the own build was queued, by the service's clock, in milliseconds since 1970. */
function earliestQueueTime({ sentAt }) {
    return sentAt - clockSkew;
}
function isInTime(queueTime, lost) {
    const { sentAt, endedAt } = lost;
    const time = timeOf(queueTime);
    const earliest = instantOf(earliestQueueTime(lost));
    const latest = instantOf(Math.max(endedAt, sentAt + longestWork) + clockSkew);
    return time !== undefined && earliest !== undefined && latest !== undefined && time >= earliest && time <= latest;
}

;// CONCATENATED MODULE: ./build/core/start/find-lost-build.js








/** Milliseconds after which a build that was started surely is in lists. No bound is known; none was ever needed. */
const searchTime = 90_000;
/**
 * Milliseconds for which a build must have been the only one that fits. One that is equal in everything may have been
 * queued by another step of the same identity, and be seen sooner than the own one.
 */
const settleTime = 30_000;
/** Milliseconds between two looks; the last goes on. */
const find_lost_build_pauses = [1000, 2000, 4000, 8000];
/**
 * Finds the build of a start whose answer was lost, among builds that others start meanwhile.
 *
 * @returns the only one that fits
 * @throws StepError `start-unknown` if none fits, or several do: which is the own one cannot be told then
 */
async function findLostBuild(service, lost, tools) {
    const { clock, signal } = tools;
    const end = clock.now() + searchTime;
    const fitting = new Map();
    const unsure = new Map();
    /** Since when the same builds fit. */
    let since = clock.now();
    let failure;
    for (let look = 0;; look++) {
        await clock.sleep(Math.min(find_lost_build_pauses[Math.min(look, find_lost_build_pauses.length - 1)] ?? 0, Math.max(0, end - clock.now())), signal);
        const before = fitting.size + unsure.size;
        try {
            for (const queued of await buildsSince(service, lost, end + settleTime))
                sort(queued, lost, fitting, unsure);
            failure = undefined;
        }
        catch (error) {
            if (!(error instanceof errors/* ServiceError */._7))
                throw error;
            if (!error.transient)
                throw unknown(lost, [...fitting.values()], tools, error);
            failure = error;
        }
        if (fitting.size > 1)
            throw unknown(lost, [...fitting.values()], tools);
        if (fitting.size + unsure.size !== before)
            since = clock.now();
        const [only] = fitting.values();
        const isAlone = only !== undefined && unsure.size === 0 && failure === undefined;
        if (isAlone && (clock.now() - since >= settleTime || clock.now() >= end))
            return only;
        if (clock.now() >= end)
            throw unknown(lost, [...fitting.values(), ...unsure.values()], tools, failure);
    }
}
/** A build whose commit has appeared is no longer unsure. */
function sort(queued, lost, fitting, unsure) {
    const { id } = queued.build;
    fitting.delete(id);
    unsure.delete(id);
    const answer = fits(queued, lost);
    if (answer === 'yes')
        fitting.set(id, queued);
    if (answer === 'unsure')
        unsure.set(id, queued);
}
async function buildsSince(service, lost, deadline) {
    const since = instantOf(earliestQueueTime(lost));
    if (since === undefined)
        throw new errors/* StepError */.zg('unexpected', { details: ['The clock of the service shows no time.'] });
    const { asked } = lost;
    const found = [];
    const pages = follow({
        ask: token => service.request(buildsSinceRequest(asked, since, deadline, token), response => find_lost_build_readPage(response, asked.project)),
        idOf: ({ build }) => build.id,
    });
    for await (const { items } of pages)
        found.push(...items);
    return found;
}
function find_lost_build_readPage(response, project) {
    const items = (0,json_list/* splitPage */.KU)(response.body).map(bytes => {
        const queued = readQueuedBuild(bytes, project);
        if (queued === undefined)
            throw new json_list/* PageError */.AX(false, 'an element of the list is not a build');
        // The bytes are a view of a whole page, which would stay in memory with them.
        return { ...queued, bytes: Buffer.from(bytes) };
    });
    return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined };
}
function unknown({ asked }, builds, { pageOf, pipelinePage }, original) {
    const time = formatDuration(searchTime);
    const what = builds.length === 0
        ? `No build of pipeline ${asked.pipelineId} was found within ${time} that can be the one.`
        : `${builds.length === 1 ? 'This build' : 'Each of these builds'} can be the one:`;
    const details = [
        what,
        ...builds.slice(0, 10).map(({ build }) => pageOf(build)),
        `All builds of the pipeline: ${pipelinePage(asked.project, asked.pipelineId)}`,
        ...(original === undefined ? [] : [`The last check failed: ${original.message.split('\n')[0]}`]),
    ];
    return new errors/* StepError */.zg('start-unknown', { details, original });
}

;// CONCATENATED MODULE: ./build/core/start/hide-values.js
const stars = '***';
/** Shorter ones are parts of too many other words; where a text quotes them, they are hidden, too. */
const shortest = 4;
/** How the service's own messages quote a value: `The 'env' parameter value 'x' is not a valid value.` */
const quotedBySentence = /(\bparameter value )(?:'(?:[^']|'(?! is not\b))*'|"[^"]*")/gi;
const openQuotes = `'"‘“\``;
const closeQuotes = `'"’”\``;
/**
 * Hides values in every form in which the service writes them: as they are, inside JSON, percent-encoded and in Base64.
 * Messages of errors quote them: https://learn.microsoft.com/azure/devops/pipelines/process/runtime-parameters
 *
 * @param values of parameters and variables
 * @param shown what the step shows anyhow, as the branch: a value that is the same is no secret
 */
function hidingValues(values, shown = []) {
    const known = new Set(shown.map(text => text.toLowerCase()));
    const secret = [...values].filter(value => value.trim() !== '' && !known.has(value.toLowerCase()));
    const forms = [...new Set(secret.flatMap(formsOf))].sort((one, other) => other.length - one.length);
    const long = forms.filter(form => form.length >= shortest && !isWord(form));
    const short = forms.filter(form => !long.includes(form));
    return text => {
        const withoutLong = long.reduce((left, form) => left.replaceAll(form, stars), text);
        const withoutShort = short.reduce((left, form) => hideQuoted(left, form), withoutLong);
        return withoutShort.replace(quotedBySentence, (_, before) => `${before}'${stars}'`);
    };
}
function formsOf(value) {
    const trimmed = value.trim();
    return [
        value,
        trimmed,
        // A value of several lines is shown line by line.
        ...trimmed.split(/\s*[\r\n]+\s*/).filter(line => line !== ''),
        JSON.stringify(trimmed).slice(1, -1),
        encodeURIComponent(trimmed.toWellFormed()),
        Buffer.from(trimmed, 'utf8').toString('base64'),
    ];
}
/** Hiding these wherever they are would leave no sentence readable, and says nothing that is not known. */
function isWord(form) {
    return /^(?:true|false)$/i.test(form);
}
function hideQuoted(text, form) {
    const pieces = text.split(form);
    return pieces.reduce((left, piece) => {
        const quoted = openQuotes.includes(left.at(-1) || ' ') && closeQuotes.includes(piece[0] || ' ');
        return `${left}${quoted ? stars : form}${piece}`;
    });
}

;// CONCATENATED MODULE: ./build/core/start/preflight.js





/**
 * Reads what the start needs, and what finding the build needs where the answer to the start is lost. Nothing is started
 * if any of it fails.
 *
 * @param deadline milliseconds since 1970
 * @throws StepError if the pipeline doesn't exist, or has no commits of the kind that is set
 */
async function prepareStart(service, settings, deadline) {
    const { project, commit } = settings;
    const pipelineId = await pipelineIdOf(service, settings, deadline);
    const [pipeline, seen] = await Promise.all([
        service.request(pipelineRequest(project, pipelineId, deadline), readPipeline),
        service.request(buildsBeforeRequest(project, pipelineId, deadline), readIds),
    ]);
    if (commit !== undefined)
        requireCommit(commit, pipeline.repositoryType);
    return {
        asked: askedOf(settings, pipelineId),
        queueStatus: pipeline.queueStatus,
        pipelineName: pipeline.name,
        defaultBranch: pipeline.defaultBranch,
        seen,
    };
}
async function pipelineIdOf(service, { project, pipeline }, deadline) {
    const name = parsePipeline(pipeline);
    if (name.id !== undefined)
        return name.id;
    const [found] = await lookUpPipelines(service, project, [name], deadline);
    if (found === undefined)
        throw await unknownPipelines(service, [project], [name], deadline);
    return found.id;
}
function readPipeline({ body }) {
    const { id, name, queueStatus, repository } = Object((0,json_list/* parse */.qg)(body));
    if (!Number.isSafeInteger(id))
        throw new json_list/* PageError */.AX(false, 'the response is not a pipeline');
    const { type, defaultBranch } = Object(repository);
    return {
        name: typeof name === 'string' ? name : '',
        queueStatus: typeof queueStatus === 'string' ? queueStatus : '',
        defaultBranch: typeof defaultBranch === 'string' && defaultBranch !== '' ? wholeRef(defaultBranch) : undefined,
        repositoryType: typeof type === 'string' ? type : '',
    };
}
/** Repositories outside of Azure DevOps have the short name of their default branch. */
function wholeRef(branch) {
    return /^(?:refs\/|\$\/)/.test(branch) ? branch : `refs/heads/${branch}`;
}
function readIds({ body }) {
    return new Set((0,json_list/* splitPage */.KU)(body).map(bytes => {
        const { id } = Object((0,json_list/* parse */.qg)(bytes));
        if (!Number.isSafeInteger(id))
            throw new json_list/* PageError */.AX(false, 'an element of the list is not a build');
        return id;
    }));
}
/** What the service does with a commit that is none is not known; it must not start another. */
function requireCommit(commit, repositoryType) {
    const isChangeset = /^c?\d{1,10}$/i.test(commit);
    const isTfvc = /^tfsversioncontrol$/i.test(repositoryType);
    const isGit = /git|bitbucket/i.test(repositoryType);
    if (isChangeset ? isGit : isTfvc)
        throw new errors/* StepError */.zg('commit-unusable', {
            details: [`Commit: ${commit}. Type of the repository: ${repositoryType}.`],
        });
}

// EXTERNAL MODULE: ./build/core/errors/causes/start.js
var start = __nccwpck_require__(421);
// EXTERNAL MODULE: ./build/core/errors/causes.js + 6 modules
var causes = __nccwpck_require__(497);
;// CONCATENATED MODULE: ./build/core/start/refusal.js



/**
 * Names the cause of each message of a refusal. The values that the messages quote are taken out, and so is the name of
 * the token's owner.
 */
function explainMessages(messages, hide, typeKey) {
    return messages
        .flatMap(message => message.split(/\s*\n\s*/))
        .filter(message => message !== '')
        .map(message => ({ said: hidePerson(hide(message)), reason: causeOf(message, typeKey) }));
}
function causeOf(text, typeKey) {
    const reason = (0,causes/* diagnose */.h)({ text, subject: 'start', ...(typeKey === undefined ? {} : { typeKey }) });
    return reason in start/* startCauses */.r ? reason : 'start-refused';
}
/** `TF215106: Access denied. Ada Example needs Queue builds permissions …` */
function hidePerson(text) {
    return text.replace(/^(TF\d{5,6}: *)?(Access denied\. *)?\S[^\n]{0,200}? needs (?=\S.{0,80}? permissions? )/i, '$1$2The owner of the token needs ');
}
/** The same error with each message of the service and its cause. @param error of a request that started no build */
function explainRefusal(error, hide) {
    const { reason, details, transient, arrived, request } = error;
    const { results, text, ...shown } = request;
    const isAboutContent = reason === 'request-refused' || reason in start/* startCauses */.r;
    const messages = results !== undefined && results.length > 0 ? results : isAboutContent ? [text ?? ''] : [];
    const explained = explainMessages(messages, hide, request.typeKey);
    const [first, ...others] = new Set(explained.map(one => one.reason));
    // Neither the details nor the original come along, because both quote values.
    const kept = explained.length > 0 ? { explained } : { details: details.map(detail => hidePerson(hide(detail))) };
    const named = first === undefined ? reason : others.length === 0 ? first : 'start-refused';
    return new errors/* ServiceError */._7(named, { ...kept, transient, arrived, request: shown });
}

;// CONCATENATED MODULE: ./build/core/start/started-build.js





/** What a build comes to that was started or found. */
function startedOf(queued, context) {
    const { asked, hide } = context;
    const { build, bytes, validationResults } = queued;
    const isDead = build.status === 'completed' && build.result === 'failed';
    const isError = ({ result }) => isDead && result === 'error';
    const messages = validationResults.filter(isError).map(({ message }) => message);
    const others = validationResults.filter(result => !isError(result)).map(({ message }) => message);
    const time = timeOf(build.queueTime) ?? instantOf(0);
    return {
        ...context,
        found: { build, bytes, target: asked.project, time },
        differences: differences(asked, queued),
        errors: explainMessages(messages, hide),
        warnings: explainMessages(others, hide).map(({ said }) => said),
    };
}
/** How the build differs from what was asked for by now; its commit may come late. */
function differencesNow({ asked }, { bytes }) {
    const queued = readQueuedBuild(bytes, asked.project);
    return queued === undefined ? [] : differences(asked, queued);
}

;// CONCATENATED MODULE: ./build/core/start/start-build.js












/**
 * Starts one build, never two: what was sent is not sent again unless it surely did not arrive, and where the answer is
 * lost, the build is looked for.
 *
 * @throws StepError if no build was started, or `start-unknown` if one may have been
 */
async function startBuild(service, settings, tools) {
    const { clock, signal } = tools;
    const preflight = await prepareStart(service, settings, clock.now() + settings.queryTimeout);
    announce(preflight, settings, tools);
    const { asked } = preflight;
    const hide = hidingValuesOf(settings);
    const { queued, adopted } = await send(service, preflight, settings.queryTimeout, hide, tools);
    const started = startedOf(queued, { asked, adopted, hide });
    tools.onStarted(started.found);
    const { build } = started.found;
    tools.say(`${adopted ? 'Found the build that was started' : 'Started'}: ${nameOf(build)} ${tools.pageOf(build)}`);
    for (const warning of started.warnings)
        tools.warn(warning);
    signal.throwIfAborted();
    return startedOf(await confirmCommit(service, asked, queued, tools), { asked, adopted, hide });
}
/** @throws StepError if the pipeline is disabled */
function announce({ asked, queueStatus, pipelineName }, settings, tools) {
    if (queueStatus === 'disabled')
        throw new errors/* StepError */.zg('pipeline-disabled', { details: [tools.pipelinePage(asked.project, asked.pipelineId)] });
    if (queueStatus === 'paused')
        tools.warn(`Pipeline ${pipelineName} is paused. The build waits until somebody resumes the pipeline.`);
    for (const name of settings.variables.keys())
        if (!asked.variables.has(name))
            tools.say(`Variable ${name} has no value and is left out.`);
}
/** Hides the values with which a build is started, but for those that the log shows in any case. */
function hidingValuesOf(settings) {
    const { project, pipeline, ref, commit, parameters, variables } = settings;
    const short = ref?.replace(/^refs\/(?:heads|tags)\//, '');
    const shown = [project, pipeline, ref, short, commit].filter(text => text !== undefined);
    return hidingValues([...parameters.values(), ...variables.values()], shown);
}
/** Sends the request, and finds the build if its answer is lost. */
async function send(service, preflight, queryTimeout, hide, tools) {
    const { clock, startSignal } = tools;
    const { asked } = preflight;
    let sentAt;
    const onSend = () => {
        // What was queued before the last attempt is not its build.
        sentAt = service.now();
    };
    const deadline = clock.now() + Math.max(queryTimeout, startPatience * 1.25);
    const request = { ...startRequest(asked, deadline, onSend), signal: startSignal };
    try {
        return { queued: await service.request(request, response => readStarted(response, asked)), adopted: false };
    }
    catch (error) {
        if (error instanceof errors/* ServiceError */._7 && (sentAt === undefined || endOf(error) === 'not started'))
            throw explainRefusal(error, hide);
        if (sentAt === undefined)
            throw error;
        const lost = { ...preflight, sentAt, endedAt: service.now() };
        return { queued: await find(service, lost, error, hide, tools), adopted: true };
    }
}
/** @param error that ended the request, or the step */
async function find(service, lost, error, hide, tools) {
    const { asked } = lost;
    const page = tools.pipelinePage(asked.project, asked.pipelineId);
    try {
        if (!(error instanceof errors/* ServiceError */._7))
            throw error;
        const { identity } = service;
        const [why = ''] = error.details;
        if (identity === undefined) {
            const details = [hide(why), 'The service did not say whose token this is, so no build can be recognized.', page];
            throw new errors/* StepError */.zg('start-unknown', { details });
        }
        tools.say(`${hide(why)} Checking whether a build was started.`);
        return await findLostBuild(service, { ...lost, identity }, tools);
    }
    catch (failure) {
        if (!(failure instanceof errors/* StepError */.zg))
            tools.warn(`A build may have been started: ${page}`);
        throw failure;
    }
}
/** @throws PageError for anything but a whole build: then nobody knows whether one was started */
function readStarted({ body }, { project }) {
    try {
        const queued = readQueuedBuild(body, project);
        if (queued !== undefined)
            return queued;
    }
    catch {
        throw new json_list/* PageError */.AX(true, 'the body is not JSON');
    }
    throw new json_list/* PageError */.AX(false, 'the response is not a build');
}

;// CONCATENATED MODULE: ./build/core/flow/collect.js







/** Takes the builds of a run, and writes the builds file. @param named pipelines that must have a build if any is judged */
function collect(batches, { rules, query, output, start }, { host, context }, named) {
    const file = output.file || (0,external_node_path_.join)(host.temporaryFolder(), `azure-devops-builds-${(0,external_node_crypto_.randomUUID)().slice(0, 8)}.json`);
    return collectResult(batches, {
        order: query.order,
        file,
        reserved: context.commandFiles ?? [],
        named: async () => (rules.judged ? named() : []),
        offends: offends(rules),
        redact: redaction(start),
    });
}
/** What is never written to the builds file: the values with which builds were started. */
function redaction(start) {
    if (start === undefined)
        return hideParameters;
    const hide = hidingValuesOf(start);
    return bytes => redactBuild(bytes, hide);
}

;// CONCATENATED MODULE: ./build/core/flow/flow.js
/** How rooms below the flow speak, and what ends them. */
function speaking({ host, signal, redact }) {
    return { signal, redact, say: host.info, debug: host.debug, warn: host.warn };
}

// EXTERNAL MODULE: ./build/core/base/glob.js
var glob = __nccwpck_require__(606);
;// CONCATENATED MODULE: ./build/core/inputs/problem.js
/** Why the text of an input cannot be used. The message completes "<input> …", and quotes no secret. */
class Problem extends Error {
    name = 'Problem';
}

;// CONCATENATED MODULE: ./build/core/inputs/branch.js


/** Reads a name, a whole ref, `pr:123`, `tag:v1`, or a pattern of these. */
function parseBranch(text) {
    const ref = branch_wholeRef(text);
    if (!(0,glob/* isGlob */.y)(ref))
        return { kind: 'ref', ref };
    return { kind: 'pattern', pattern: ref, matches: (0,glob/* globMatcher */.f)(ref) };
}
function branch_wholeRef(text) {
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

;// CONCATENATED MODULE: ./build/core/builds/near-misses.js




/** So many projects are looked at, and so many builds of each. */
const maxProjects = 3;
const newestBuilds = 50;
/**
 * Looks at the newest builds when none matches, with one request for each project, so that a message can say more than
 * "nothing". Failing to look says nothing either.
 */
async function findNearMisses(service, query, targets, deadline) {
    const none = { newest: undefined, branches: [] };
    try {
        const known = (await Promise.all(targets.each.slice(0, maxProjects))).filter(target => target !== undefined);
        const lists = await Promise.all(known.map(target => newest(service, target, deadline)));
        const builds = lists.flat().sort((a, b) => b.queueTime.localeCompare(a.queueTime));
        return { newest: builds[0], branches: branchesLike(query, builds) };
    }
    catch {
        return none;
    }
}
function newest(service, { project, pipelines }, deadline) {
    return service.request({
        words: { what: `The newest builds of ${project}`, subject: 'builds' },
        path: [project, '_apis', 'build', 'builds'],
        query: () => [
            ...(pipelines.length > 0 ? [['definitions', pipelines.join(',')]] : []),
            ['$top', String(newestBuilds)],
            ['queryOrder', 'queueTimeDescending'],
        ],
        deadline,
    }, ({ body }, signal) => (0,json_list/* readList */.LD)(body, value => {
        const build = readBuild(value, project);
        if (build === undefined)
            throw new json_list/* PageError */.AX(false, 'an element of the list is not a build');
        return build;
    }, signal));
}
function branchesLike({ branch }, builds) {
    if (branch?.kind !== 'ref')
        return [];
    const others = builds.map(({ sourceBranch }) => sourceBranch).filter(ref => ref !== branch.ref);
    return (0,nearest/* nearest */.p)(shortRef(branch.ref), others.map(shortRef));
}

;// CONCATENATED MODULE: ./build/core/explain/link.js
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/**
 * The address of a place in the results of a build: the line of a log, a task, a job, or a stage. IDs that are none lead
 * to the build itself.
 * https://github.com/dotnet/arcade-services/blob/main/src/BuildInsights, which links the same way
 *
 * @param page address of the build's page; the pages of servers before API version 5.0 have no such places
 */
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
/** The address where a person approves, permits, or cancels: the overview of a run. */
function overviewOf(page) {
    return page.includes('/_build/results?') ? `${page}&view=results` : page;
}

;// CONCATENATED MODULE: ./build/core/explain/message.js


/** Characters of one message that are kept; the agent itself sends far longer ones. */
const maxMessageLength = 2000;
/** Colors and cursor moves, titles of windows: https://ecma-international.org/publications-and-standards/standards/ecma-48/ */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
const escapes = /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
/** `##[error]`, `##vso[task.logissue type=error]` and the like at the start of a line of a log. */
const command = /^\s*##(?:\[[a-z]{1,20}\]|vso\[[^\]\n]{0,500}\])/i;
/**
 * A message of a build as people should read it: no terminal escapes, logging commands, mail addresses or secrets, and
 * at most 2000 characters. Lines stay lines.
 */
function cleanMessage(text, redact) {
    // What comes after this is cut, so nothing may be left by then that cutting turns into a piece of a secret.
    const lines = redact(text.replace(escapes, '').replace(/^\uFEFF/, ''))
        .split(/\r\n|\r|\n/)
        .map(line => line.replace(command, '').trimEnd());
    return (0,base_text/* shorten */.ml)(hideAddresses(redact(lines.join('\n').trim())), maxMessageLength);
}
/** The first line of a message, with the others where it says little by itself. */
function firstLine(message) {
    const [first = '', second] = message.split('\n').filter(line => line.trim() !== '');
    return /[:.]$/.test(first) && first.length < 30 && second !== undefined ? `${first} ${second.trim()}` : first;
}

;// CONCATENATED MODULE: ./build/core/explain/noise.js
/** Where dotnet's builds put a word for their own statistics. */
const telemetry = /\(NETCORE_ENGINEERING_TELEMETRY=\w{1,50}\)\s*/g;
/**
 * Messages that only say that something failed, from the texts of the tasks and the agent:
 * https://github.com/microsoft/azure-pipelines-tasks (task.json) and
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Misc/layoutbin/en-US/strings.json
 */
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
/** Of tasks that run tests or publish their results: which test failed is in the log, or in the test results. */
const testNoise = [
    /^Vs?test\b[^\n]{0,100} failed\b/i,
    /^Vs?test failed with error\b/i,
    /^Test Run Failed\.?$/i,
    /^There are one or more test failures detected in result files\b/i,
    /^There (?:are|were) (?:test failures|failing tests)\b[^\n]{0,400}$/i,
];
/** Whether a message says no more than that something failed. */
function isNoise(message) {
    const text = message.replace(telemetry, '').trim();
    if (noise.some(pattern => pattern.test(text)))
        return true;
    return saysTestsFailed(text);
}
/** Whether a message says that tests failed, without naming one. */
function saysTestsFailed(message) {
    return testNoise.some(pattern => pattern.test(message.replace(telemetry, '').trim()));
}

;// CONCATENATED MODULE: ./build/core/explain/telling-lines.js

const mostLines = 5;
/**
 * What compilers, test runners and package managers print when they fail, the most specific first: the first row that any
 * line fits wins. dotnet's own triage looks for the same:
 * https://github.com/dotnet/runtime/tree/main/.github/skills/ci-analysis
 */
const rows = [
    // C#, TypeScript, MSBuild, NuGet, linkers: `x.cs(3,5): error CS1002: ; expected`
    { pattern: /\berror [A-Z]{1,8}\d{1,5}\b/ },
    // Rust, C and C++, Go's linker
    { pattern: /^error\[E\d{4}\]|:\d{1,7}:\d{1,6}: (?:fatal )?error: |\bundefined reference to\b/ },
    // dotnet test, Jest, Vitest, Mocha, pytest, Go, TAP
    { pattern: /^\s*(?:Failed \S.{0,400} \[[<\d]|● .{1,400} › |FAILED \S+::|--- FAIL: |not ok \d+)/, tests: true },
    {
        pattern: /^\s*(?:FAIL |FAIL\t|Failed! +- Failed: |Tests:? .{0,60}\b\d+ failed|=+ .{0,80}\b\d+ failed\b|FAILED \()/,
        tests: true,
    },
    {
        pattern: /^Tests run: \d+, Failures: [1-9]|^(?:\[ERROR\] )?Tests run: .{0,80}(?:Failures|Errors): [1-9]|^\d+ tests? completed, \d+ failed/,
        tests: true,
    },
    // Python, Java, .NET, Node.js, Go: the exception itself, which ends the trace or begins it
    {
        pattern: /^(?:Unhandled exception\. |Exception in thread .{1,200} |Uncaught )?(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: ./,
    },
    { pattern: /^panic: ./ },
    // Git, Docker, Terraform, kubectl, Azure CLI, Maven, Gradle, npm
    {
        pattern: /^(?:fatal|FATAL)\b:? ?.|^\s*╷?│? ?Error: .|^\[ERROR\] .|^ERROR: .|^> Task :\S+ FAILED$|^npm (?:ERR!|error) (?!code|A complete log|errno|path|command)./,
    },
    { pattern: /^(?:error|Error|ERROR)\b[: ]./ },
    // Shells: `deploy.sh: line 3: kubectl: command not found`
    { pattern: /: (?:command not found|No such file or directory|Permission denied)$/ },
];
/** The first lines that name an error, each once; none where no line does. */
function tellingLines(lines) {
    const candidates = lines.filter(({ text }) => !isNoise(text));
    for (const { pattern, tests = false } of rows) {
        const seen = new Set();
        const found = candidates.filter(({ text }) => pattern.test(text) && !seen.has(text) && seen.add(text) !== undefined);
        if (found.length > 0)
            return { lines: found.slice(0, mostLines), more: Math.max(0, found.length - mostLines), tests };
    }
    return { lines: [], more: 0, tests: false };
}

;// CONCATENATED MODULE: ./build/core/explain/log-excerpt.js




/** Lines before the failure that are read. */
const linesBefore = 60;
/** Read beyond the failure, because the service does not document whether its ranges include their ends. */
const linesAfter = 2;
/** Lines that are shown where none says more than the others. */
const shownLines = 10;
/** Lines that are shown behind the name of a failed test. */
const shownBehind = 5;
const maxLineLength = 300;
/** A log that comes whole although a range was requested is read up to here. */
const maxLogBytes = 4 * 1024 * 1024;
/** The agent writes the time before each line: .NET's "O" format, in UTC. */
const timestamp = /^\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z ?/;
/** Lines that the agent writes for itself. */
const ofAgent = /^##\[(?:section|debug|endgroup)\]/;
const startOfOutput = /^=+ Starting Command Output =+$/;
/** The lines around line `line`, or around the end of a log of that many lines. */
function rangeAround(logId, line) {
    return { logId, startLine: Math.max(1, line - linesBefore), endLine: line + linesAfter };
}
/**
 * The cause with what its log says: the lines that name an error, with a few behind the name of a test, or the last ones
 * before the failure. The deep link leads to the first line that names one.
 *
 * @param log the answer to the request for the range, plain text
 */
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
        url: linkTo(page, cause.place, first.number),
    };
}
/** What a test runner prints behind the name of the first failed test: what was expected, and what came. */
function behind(lines, first) {
    const at = lines.indexOf(first) + 1;
    return lines.slice(at, at + shownBehind).map(({ text }) => text);
}
/** What the task printed before it failed. */
function outputLines(cause, log, { startLine, endLine }, redact) {
    const all = redact(log.slice(0, maxLogBytes)).split(/\r\n|\n/);
    if (all.at(-1) === '')
        all.pop();
    const whole = all.length > endLine - startLine + 10;
    const raw = (whole ? all.slice(startLine - 1, endLine) : all).map(line => line.replace(timestamp, ''));
    const texts = raw.map(line => (0,base_text/* shorten */.ml)(cleanMessage(line, redact), maxLineLength));
    const end = endOfOutput(texts, cause);
    const known = end < texts.length ? cause.log?.line : undefined;
    const offset = known === undefined ? startLine : known - end;
    const begin = texts.slice(0, end).findLastIndex(text => startOfOutput.test(text)) + 1;
    return texts
        .map((text, index) => ({ text, number: Math.max(1, offset + index) }))
        .slice(begin, end)
        .filter(({ text }, index) => text !== '' && !ofAgent.test(raw[begin + index] ?? ''));
}
/** Where the message stands that says no more than that the task failed; the end where it is not there. */
function endOfOutput(texts, { messages }) {
    const noise = (0,base_text/* shorten */.ml)(firstLine(messages[0] ?? ''), maxLineLength);
    const at = noise === '' ? -1 : texts.lastIndexOf(noise);
    return at < 0 ? texts.length : at;
}

;// CONCATENATED MODULE: ./build/core/explain/requests.js
/** https://learn.microsoft.com/rest/api/azure/devops/build/timeline/get. A deleted build has none, which is an answer. */
function timelineRequest({ project, id }, deadline) {
    return {
        words: { what: `The timeline of build ${id}`, subject: 'timeline' },
        path: [project, '_apis', 'build', 'builds', String(id), 'timeline'],
        expects: { statuses: [200, 204, 404], types: ['json'] },
        deadline,
    };
}
/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/get-build-logs */
function logsRequest({ project, id }, deadline) {
    return {
        words: { what: `The list of logs of build ${id}`, subject: 'log' },
        path: [project, '_apis', 'build', 'builds', String(id), 'logs'],
        deadline,
    };
}
/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/get-build-log */
function logRequest({ project, id }, range, deadline) {
    return {
        words: { what: `The log ${range.logId} of build ${id}`, subject: 'log' },
        path: [project, '_apis', 'build', 'builds', String(id), 'logs', String(range.logId)],
        query: () => [
            ['startLine', String(range.startLine)],
            ['endLine', String(range.endLine)],
        ],
        accept: 'text/plain',
        expects: { types: ['text'] },
        deadline,
    };
}

;// CONCATENATED MODULE: ./build/core/base/group-by.js
/** The items with the same key together, in the order in which they come. `Map.groupBy` needs Node.js 21. */
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

;// CONCATENATED MODULE: ./build/core/explain/kind.js

/** What sort of failure it is: what decides who has to act. */
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
/** Texts of the service about its agents, as people quote them; each case is named beside a source in test/. */
const lostAgent = [
    /^We stopped hearing from agent\b/i,
    /\bthe agent has received a shutdown signal\b/i,
    /\bdid not renew the lock\b/i,
    /\berror occurred while provisioning resources\b/i,
    /^Received request to deprovision\b/i,
    /\bagent worker exited with code \d+\b/i,
];
const canceled = [/^The (?:operation|job|build|run|pipeline) was cancell?ed\b/i];
/** Tasks whose failure means that tests failed. */
const testTasks = new Set(['VSTest', 'PublishTestResults', 'RunVisualStudioTestsusingTestAgent']);
/** Tasks in which a person decides. */
const personTasks = new Set(['ManualValidation']);
function isPersonTask({ task }) {
    return personTasks.has(task);
}
/** What the messages alone say of the kind; undefined when that is nothing. */
function kindOfMessages(messages) {
    const says = (patterns) => messages.some(text => patterns.some(pattern => pattern.test(text)));
    if (says(timedOut))
        return 'timeout';
    if (says(lostAgent))
        return 'agent-lost';
    if (messages.some(saysTestsFailed))
        return 'tests';
    return says(canceled) ? 'canceled' : undefined;
}
/** The kind of a failed or canceled task. */
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
/** A task that ended without a word or a log while the steps behind it were abandoned: its agent went away. */
function isCutOff({ logId, errors, errorCount, percent }, siblings) {
    if (logId !== undefined || errors.length > 0 || errorCount > 0)
        return false;
    return percent === 0 || siblings.some(({ result }) => result === 'abandoned');
}

;// CONCATENATED MODULE: ./build/core/explain/leaves.js


const isTask = ({ type }) => type === 'Task';
const hasFailed = ({ result }) => result === 'failed';
const wasCanceled = ({ result }) => result === 'canceled';
const wentWell = ({ result }) => result === 'succeeded' || result === 'succeededWithIssues';
/**
 * Where a build failed: failed tasks, jobs with an error of their own, refused checks, and what failed without anything
 * failing below it. Skipped records and abandoned tasks and jobs only follow from another failure.
 */
function leavesOf(tree) {
    const records = tree.inOrder();
    const tasks = groupBy(records.filter(isTask), task => tree.placeOf(task).job?.id ?? '');
    const leaves = [
        ...records.filter(({ type }) => type === 'Job').flatMap(job => leavesOfJob(tree, job, tasks.get(job.id) ?? [])),
        ...records
            .filter(isTask)
            .filter(task => hasFailed(task) && tree.placeOf(task).job?.type !== 'Job')
            .map(task => leafOf(tree, task, kindOfTask(task, []))),
        ...records.flatMap(record => leavesOfCheck(tree, record)),
    ];
    // Inner ones first: a phase that failed by itself explains its stage.
    for (const type of ['Phase', 'Stage']) {
        const explained = new Set(leaves.flatMap(({ record }) => tree.pathTo(record)));
        for (const record of records) {
            if (record.type === type && !explained.has(record))
                leaves.push(...leavesOfGroup(tree, record));
        }
    }
    return heaviest(leaves);
}
/** Of a job that did not go well, what went wrong in it; of one that did, what it got away with. */
function leavesOfJob(tree, job, tasks) {
    const failed = tasks.filter(hasFailed);
    if (wentWell(job)) {
        const tolerated = tasks.filter(task => hasFailed(task) || task.result === 'succeededWithIssues');
        return tolerated.map(task => ({
            ...leafOf(tree, task, kindOfTask(task, tasks)),
            issues: ownWords(task),
            weight: 'tolerated',
        }));
    }
    const own = ownWords(job);
    const reason = kindOfMessages(own.map(({ message }) => message));
    if ((reason === 'timeout' || reason === 'agent-lost') && isOver(job))
        return struck(tree, job, tasks, own, reason);
    const leaves = failed.map(task => leafOf(tree, task, kindOfTask(task, tasks)));
    if (!isOver(job) || (failed.length > 0 && job.errors.length === 0))
        return leaves;
    return [...leaves, byItself(tree, job, tasks)];
}
function isOver(job) {
    return hasFailed(job) || wasCanceled(job);
}
/** What a record says of itself; warnings count where there is no error, as the loss of an agent may be one. */
function ownWords({ errors, warnings }) {
    return errors.length > 0 ? errors : warnings;
}
/** A job that was ended from outside: that is the cause, and the task that it struck is only where. */
function struck(tree, job, tasks, own, kind) {
    const failed = tasks.filter(hasFailed);
    const silent = failed.find(task => kindOfTask(task, tasks) === 'agent-lost');
    const hit = tasks.find(wasCanceled) ?? silent ?? failed.at(-1);
    const others = failed.filter(task => task !== hit).map(task => leafOf(tree, task, kindOfTask(task, tasks)));
    const issues = [...own, ...(hit?.errors ?? [])];
    return [...others, { ...leafOf(tree, hit ?? job, kind), issues, unsent: unsentOf(job) + (hit ? unsentOf(hit) : 0) }];
}
/** A job that failed or was canceled without a failed task, or that says more than its tasks. */
function byItself(tree, job, tasks) {
    const stopped = tasks.some(hasFailed) ? undefined : tasks.find(wasCanceled);
    const issues = [...job.errors, ...(stopped?.errors ?? [])];
    const said = kindOfMessages(issues.map(({ message }) => message));
    const kind = said ?? (stopped !== undefined || wasCanceled(job) ? 'canceled' : 'unknown');
    const weight = kind === 'canceled' && wasCanceled(job) ? 'canceled' : 'failed';
    return {
        ...leafOf(tree, stopped ?? job, kind),
        issues,
        unsent: unsentOf(job) + (stopped ? unsentOf(stopped) : 0),
        weight,
    };
}
/** An approval or a check that was not passed, or the checkpoint if none of its checks says so. */
function leavesOfCheck(tree, record) {
    const { type } = record;
    if (!type.startsWith('Checkpoint') || !isOver(record))
        return [];
    if (type === 'Checkpoint' && tree.childrenOf(record).some(isOver))
        return [];
    const kind = wasCanceled(record) ? 'canceled' : 'approval';
    const leaf = leafOf(tree, record, kind);
    const issues = record.errors.length > 0 ? record.errors : [{ message: ofCheck(record), line: undefined }];
    return [{ ...leaf, issues, weight: wasCanceled(record) ? 'canceled' : 'failed' }];
}
function ofCheck(check) {
    const what = whatIsWaitedFor(check);
    return wasCanceled(check)
        ? `Canceled while it waited for ${what}.`
        : `The stage did not get ${what}: rejected or timed out.`;
}
/** `an approval`, `a permission on a resource`, `a check (Business Hours)`. */
function whatIsWaitedFor(record) {
    if (isPersonTask(record))
        return 'a manual validation';
    if (record.type === 'Checkpoint.Approval')
        return 'an approval';
    if (record.type === 'Checkpoint.Authorization')
        return 'a permission on a resource';
    return record.name === '' || record.name.startsWith('Checkpoint') ? 'a check' : `a check (${record.name})`;
}
/** A phase or a stage with nothing below it that explains it. A phase is abandoned when its condition cannot be evaluated. */
function leavesOfGroup(tree, record) {
    const { type, result, condition } = record;
    const unevaluated = type === 'Phase' && result === 'abandoned' && !tree.childrenOf(record).some(child => child.type === 'Job');
    if (!isOver(record) && !unevaluated)
        return [];
    const leaf = leafOf(tree, record, wasCanceled(record) ? 'canceled' : (kindOfMessages(record.errors.map(({ message }) => message)) ?? 'unknown'));
    const weight = wasCanceled(record) ? 'canceled' : 'failed';
    if (!unevaluated || record.errors.length > 0)
        return [{ ...leaf, weight }];
    const message = ['The condition of the job cannot be evaluated.', condition].filter(line => line !== '').join('\n');
    return [{ ...leaf, issues: [{ message, line: undefined }], weight }];
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
function heaviest(leaves) {
    for (const weight of ['failed', 'canceled', 'tolerated']) {
        const found = leaves.filter(leaf => leaf.weight === weight);
        if (found.length > 0)
            return found;
    }
    return [];
}

;// CONCATENATED MODULE: ./build/core/explain/tree.js
/** The name of the one stage of a pipeline without stages. */
const noStage = '__default';
/** The records of a timeline, which come in no order, as the tree that they are. */
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
    /** The record and what it belongs to, innermost first. */
    pathTo(record) {
        const path = [];
        let next = record;
        // A tree has five levels; a circle has no end.
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
    /** The place of a record in depth-first order. */
    rankOf({ id }) {
        return this.ranks.get(id) ?? Number.MAX_SAFE_INTEGER;
    }
    /** Every record, in depth-first order. */
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

;// CONCATENATED MODULE: ./build/core/explain/root-causes.js





/** Messages of a cause that are kept; the agent sends no more of one task. */
const maxMessages = 10;
/** Why a build failed, the earliest first. @param page the address of the build's page */
function rootCauses(tree, page) {
    const leaves = leavesOf(tree).sort((a, b) => byTime(a.record, b.record) || tree.rankOf(a.record) - tree.rankOf(b.record));
    const groups = groupBy(leaves, sameness);
    return [...groups.values()].map(([first, ...others]) => root_causes_causeOf(first, others.length + 1, page));
}
/** Errors of the request for the build: it never came to run. */
function validationCause(messages, page) {
    const unique = [...new Set(messages)];
    return {
        ...{ kind: 'validation', stage: '', job: '', task: '', messages: unique.slice(0, maxMessages) },
        ...{ more: Math.max(0, unique.length - maxMessages), count: 1, attempt: 1, finishTime: undefined, url: page },
        ...{ noise: false, log: undefined, excerpt: [], place: { stage: undefined, job: undefined, task: undefined } },
    };
}
/** Jobs and stages that failed first and then passed: `Linux x64 passed on attempt 2`. */
function retriesThatPassed(tree) {
    const passed = tree
        .inOrder()
        .filter(({ type, attempt, result }) => attempt > 1 && /^(?:Stage|Job)$/.test(type) && result === 'succeeded');
    const stages = new Set(passed.filter(({ type }) => type === 'Stage'));
    const outer = passed.filter(record => stages.has(record) || !tree.pathTo(record).some(each => stages.has(each)));
    return outer.map(record => `${root_causes_nameOf(record)} passed on attempt ${record.attempt}`);
}
function root_causes_causeOf({ record, place, kind, issues, unsent }, count, page) {
    const unique = uniqueOf(issues);
    const telling = unique.filter(({ message }) => !isNoise(message));
    const shown = telling.length > 0 ? telling : unique;
    const line = shown.find(issue => issue.line !== undefined)?.line;
    return {
        kind,
        stage: root_causes_nameOf(place.stage),
        job: root_causes_nameOf(place.job),
        task: root_causes_nameOf(place.task),
        messages: shown.slice(0, maxMessages).map(({ message }) => message),
        more: unsent + Math.max(0, shown.length - maxMessages),
        count,
        attempt: (place.job ?? record).attempt,
        finishTime: record.finishTime,
        url: linkTo(page, place, line),
        noise: telling.length === 0,
        log: record.logId === undefined ? undefined : { id: record.logId, line },
        excerpt: [],
        place,
    };
}
function root_causes_nameOf(record) {
    return record === undefined || record.name === noStage ? '' : record.name;
}
function uniqueOf(issues) {
    const seen = new Set();
    return issues.filter(({ message }) => message !== '' && !seen.has(message) && seen.add(message) !== undefined);
}
/**
 * Equal for what is told once. The name of the agent makes no difference; the name of the task does where the messages
 * say nothing, because a script that exits with code 1 in two places has two reasons.
 */
function sameness({ kind, issues, record, place }) {
    const { worker } = place.job ?? record;
    const messages = uniqueOf(issues).map(({ message }) => (worker === '' ? message : message.replaceAll(worker, '')));
    const telling = messages.filter(message => !isNoise(message));
    return JSON.stringify(telling.length > 0 ? [kind, telling] : [kind, messages, record.type, record.name]);
}
function byTime(a, b) {
    const [one = '~', other = '~'] = [a.finishTime, b.finishTime];
    return one === other ? 0 : one < other ? -1 : 1;
}

;// CONCATENATED MODULE: ./build/core/explain/timeline.js



/** The largest timelines seen have 2,750 records and 2 MB. */
const maxRecords = 100_000;
/** The agent sends at most ten errors and ten warnings for each record. */
const maxIssues = 20;
/**
 * Reads the answer to a request for a timeline. It cuts the body into records and parses one after the other, so that
 * the large objects of a large timeline never exist side by side, and keeps the few small ones that matter.
 *
 * @throws PageError when the body is no timeline
 */
function readTimeline({ status, body }, redact) {
    if (status === 404)
        return { records: [], gone: 'purged' };
    if (status === 204)
        return { records: [], gone: 'deleted' };
    if (hasNoRecords(body))
        return { records: [] };
    const records = [];
    for (const bytes of (0,json_list/* splitPage */.KU)(body, 'records', maxRecords)) {
        const json = timeline_object((0,json_list/* parse */.qg)(bytes));
        const record = matters(json) ? readRecord(json, redact) : undefined;
        if (record !== undefined)
            records.push(record);
    }
    return { records };
}
/** `{"records":null}` is what some builds have that did not start. */
function hasNoRecords(body) {
    return body.length < 2000 && /"records"\s*:\s*null/.test(body.toString('latin1'));
}
/** Nine of ten records are tasks that went well, and nothing is ever said about them. */
function matters({ type, result, state, issues }) {
    if (type !== 'Task')
        return true;
    if (result === 'succeeded' || result === 'skipped' || state === 'pending')
        return false;
    return result !== 'succeededWithIssues' || Array.isArray(issues);
}
/** @returns undefined when it is no record */
function readRecord(record, redact) {
    const id = timeline_text(record.id);
    if (id === '')
        return undefined;
    const name = (value) => cleanMessage(timeline_text(value), redact).replaceAll('\n', ' ');
    const issues = Array.isArray(record.issues) ? record.issues.slice(0, maxIssues).map(timeline_object) : [];
    const ofType = (type) => issues.filter(issue => issue.type === type).map(issue => readIssue(issue, redact));
    return {
        id,
        parentId: timeline_text(record.parentId),
        type: timeline_text(record.type),
        name: name(record.name),
        state: timeline_text(record.state),
        result: timeline_text(record.result),
        order: integer(record.order) ?? Number.MAX_SAFE_INTEGER,
        startTime: timeOf(timeline_text(record.startTime)),
        finishTime: timeOf(timeline_text(record.finishTime)),
        worker: name(record.workerName),
        task: timeline_text(timeline_object(record.task).name),
        logId: integer(timeline_object(record.log).id),
        errorCount: integer(record.errorCount) ?? 0,
        errors: ofType('error'),
        warnings: ofType('warning'),
        attempt: integer(record.attempt) ?? 1,
        percent: integer(record.percentComplete),
        condition: cleanMessage(timeline_text(record.resultCode), redact),
    };
}
function readIssue({ message, data }, redact) {
    const line = Number(timeline_text(timeline_object(data).logFileLineNumber));
    return {
        message: cleanMessage(timeline_text(message), redact),
        line: Number.isSafeInteger(line) && line > 0 ? line : undefined,
    };
}
function timeline_object(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function timeline_text(value) {
    return typeof value === 'string' ? value : '';
}
function integer(value) {
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

;// CONCATENATED MODULE: ./build/core/explain/explain-failures.js











/** More builds are named by the verdict, and nobody reads so many reasons. */
const maxExplained = 5;
/** Milliseconds for all of it: the verdict is known, and a job waits for this to end. */
const timeout = 60_000;
/** Requests for logs, of one build. */
const maxLogRequests = 2;
/** More logs than a build has; the list of them is small. */
const maxLogs = 100_000;
/** Says why builds failed. Whatever goes wrong becomes a note; only the end of the step is thrown. */
function explainFailures(builds, tools) {
    const deadline = tools.service.clock.now() + timeout;
    return Promise.all(builds.slice(0, maxExplained).map(build => explainFailure(build, tools, deadline)));
}
async function explainFailure(build, tools, deadline) {
    const page = tools.pageOf(build);
    const errors = build.validationErrors.map(message => cleanMessage(message, tools.redact));
    if (errors.length > 0)
        return { build, causes: [validationCause(errors, page)], notes: [] };
    try {
        const { service, redact } = tools;
        const timeline = await service.request(timelineRequest(build, deadline), response => readTimeline(response, redact));
        const tree = new Tree(timeline.records);
        const causes = rootCauses(tree, page);
        const retries = retriesThatPassed(tree);
        if (causes.length === 0)
            return { build, causes: canceledCause(build, page), notes: [whyNone(build, timeline), ...noteOf(retries)] };
        return { build, causes: await addLogs(build, causes, tools, deadline), notes: noteOf(retries) };
    }
    catch (error) {
        tools.service.signal.throwIfAborted();
        return { build, causes: [], notes: [`Why ${nameOf(build)} failed cannot be shown. ${firstLineOf(error)}`] };
    }
}
function firstLineOf(error) {
    return (0,base_text/* shorten */.ml)((0,errors/* messageOf */.bD)(error).split('\n')[0] ?? '', 300);
}
/** A build that was canceled before anything was recorded of it. */
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
/** Reads the logs of the first causes whose messages say nothing. */
async function addLogs(build, causes, tools, deadline) {
    const silent = causes.filter(({ noise, log }) => noise && log !== undefined);
    const [first] = silent;
    if (first?.log === undefined)
        return causes;
    const read = (cause, range) => readLog(build, cause, range, tools, deadline);
    // Without a line, the number of lines must be known first, which takes the second request.
    const told = first.log.line === undefined
        ? [await readEnd(build, first, first.log.id, tools, deadline)]
        : await Promise.all(silent.slice(0, maxLogRequests).map(cause => {
            const { id, line } = cause.log ?? {};
            return id === undefined || line === undefined ? cause : read(cause, rangeAround(id, line));
        }));
    const byPlace = new Map(told.map((cause, index) => [silent[index], cause]));
    return causes.map(cause => byPlace.get(cause) ?? cause);
}
/** A log that cannot be read leaves the cause as it is. */
async function readLog(build, cause, range, tools, deadline) {
    const { service, redact, pageOf } = tools;
    try {
        const request = logRequest(build, range, deadline);
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
        const lines = await service.request(logsRequest(build, deadline), ({ body }) => linesOf(body, logId));
        if (lines === undefined)
            return cause;
        const told = await readLog(build, cause, rangeAround(logId, lines), tools, deadline);
        return told.url === cause.url ? { ...told, url: linkTo(pageOf(build), cause.place, lines) } : told;
    }
    catch {
        service.signal.throwIfAborted();
        return cause;
    }
}
/** How many lines a log has, by the list of logs. */
function linesOf(body, logId) {
    for (const bytes of (0,json_list/* splitPage */.KU)(body, 'value', maxLogs)) {
        const { id, lineCount } = (0,json_list/* parse */.qg)(bytes);
        if (id === logId)
            return Number.isSafeInteger(lineCount) ? lineCount : undefined;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/core/explain/waiting-for.js




/** What needs somebody to act comes first: nothing else lets the build go on. */
const sorts = ['person', 'check', 'running', 'agent'];
/** Checks that only a person can pass. */
const persons = new Set(['Checkpoint.Approval', 'Checkpoint.Authorization']);
/** Activities that are named in one line. */
const named = 3;
/** What the records of a running build say. @param now milliseconds since 1970, by the service's clock */
function activitiesOf(tree, now) {
    const records = tree.inOrder();
    const found = records.flatMap(record => activityOf(tree, record, now) ?? []);
    if (found.length > 0)
        return found.sort((a, b) => sorts.indexOf(a.sort) - sorts.indexOf(b.sort));
    // While nothing runs and nothing is checked, a job that is pending waits for no other job.
    const next = records.find(({ type, state }) => type === 'Job' && state === 'pending');
    return next === undefined ? [] : [waitingForAgent(tree, next)];
}
/** `Deploy waits for an approval for 12m 3s, Build > Linux > Run tests for 40s`; empty where nothing is known. */
function describeActivities(activities) {
    const words = activities.slice(0, named).map(({ text, elapsed }) => {
        // Whole seconds: tenths of them are no news about a build.
        return elapsed === undefined ? text : `${text} for ${formatDuration(Math.round(elapsed / 1000) * 1000)}`;
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
    const elapsed = startTime === undefined ? undefined : Math.max(0, now - milliseconds(startTime));
    if (type.startsWith('Checkpoint') || isPersonTask(record)) {
        const text = `${path || 'The build'} waits for ${whatIsWaitedFor(record)}`;
        return { sort: isPersonTask(record) || persons.has(type) ? 'person' : 'check', text, elapsed };
    }
    if (type !== 'Task' && type !== 'Job')
        return undefined;
    return { sort: 'running', text: record.percent ? `${path} (${Math.min(record.percent, 100)} %)` : path, elapsed };
}
/**
 * A job that is pending while its phase has begun: the service has handed it out, and no agent has taken it. A job whose
 * phase is pending too waits for other jobs.
 */
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
    return names.filter(name => name !== '' && name !== noStage).join(' > ');
}

;// CONCATENATED MODULE: ./build/core/explain/watch.js








/** Milliseconds: the wait goes on only after it. */
const watch_timeout = 20_000;
/** Says what builds that are waited for are doing: one at a time, so that many cost no more than one. */
class Watch {
    tools;
    turn = 0;
    refused = false;
    constructor(tools) {
        this.tools = tools;
    }
    /** A line on the next of these builds; none where nothing is known. */
    async describe(open) {
        const build = open[this.turn++ % Math.max(1, open.length)];
        if (build === undefined || this.refused)
            return [];
        const line = await this.lineOf(build);
        return line === undefined ? [] : [open.length > 1 ? `${nameOf(build)}: ${line}` : line];
    }
    /** What each of a few builds is doing, when nobody waits any longer. */
    async describeAll(open) {
        const lines = await Promise.all(open.map(async (build) => ({ build, line: await this.lineOf(build) })));
        return lines.flatMap(({ build, line }) => (line === undefined ? [] : [`${nameOf(build)}: ${line}`]));
    }
    async lineOf(build) {
        const { service, redact, pageOf } = this.tools;
        const request = timelineRequest(build, service.clock.now() + watch_timeout);
        try {
            const timeline = await service.request(request, response => readTimeline(response, redact));
            return watch_describe(build, activitiesOf(new Tree(timeline.records), service.now()), pageOf(build));
        }
        catch (error) {
            service.signal.throwIfAborted();
            // What is refused once is refused again; the wait itself needs nothing of it.
            this.refused = error instanceof errors/* ServiceError */._7 && !error.transient;
            return `What it is doing cannot be shown. ${(0,base_text/* shorten */.ml)((0,errors/* messageOf */.bD)(error).split('\n')[0] ?? '', 300)}`;
        }
    }
}
function watch_describe({ status }, activities, page) {
    const text = describeActivities(activities);
    if (activities.some(({ sort }) => sort === 'person'))
        return `${text}. Somebody must act: ${overviewOf(page)}`;
    if (text !== '')
        return `${text}.`;
    return status === 'notStarted' ? 'No job has begun: the build is in the queue for an agent.' : undefined;
}

// EXTERNAL MODULE: ./build/core/base/size.js
var size = __nccwpck_require__(469);
;// CONCATENATED MODULE: ./build/core/result/output-values.js
/** Later scripts get outputs as environment variables, which have limits: https://github.com/actions/runner/issues/1733 */
const maxOutputBytes = 32 * 1024;
/** @param pageOf the page of a build */
function outputsOfResult(result, pageOf) {
    return {
        count: String(result.count),
        truncated: String(result.truncated),
        ...outputsOfBuild(result.builds[0], pageOf),
        builds: fitting(result.builds.map(build => brief(build, pageOf))),
        'builds-file': result.path,
    };
}
/** The outputs of the first build, empty where there is none. */
function outputsOfBuild(first, pageOf) {
    return {
        'build-id': String(first?.id ?? ''),
        'build-number': first?.buildNumber ?? '',
        'build-status': first?.status ?? '',
        'build-result': first?.result ?? '',
        'build-url': first === undefined ? '' : pageOf(first),
        'pipeline-id': String(first?.pipelineId ?? ''),
        'pipeline-name': first?.pipelineName ?? '',
        'source-branch': first?.sourceBranch ?? '',
        'source-version': first?.sourceVersion ?? '',
        'queue-time': first?.queueTime ?? '',
        'start-time': first?.startTime ?? '',
        'finish-time': first?.finishTime ?? '',
    };
}
function brief(build, pageOf) {
    const { id, buildNumber, status, result, project, pipelineId, pipelineName } = build;
    const { sourceBranch, sourceVersion, queueTime, startTime, finishTime } = build;
    return {
        id,
        buildNumber,
        status,
        result,
        url: pageOf(build),
        project,
        pipelineId,
        pipelineName,
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
        if (size > maxOutputBytes)
            break;
        texts.push(text);
    }
    return `[${texts.join(',')}]`;
}

;// CONCATENATED MODULE: ./build/core/show/artifacts.js




/** Artifacts that the log and the summary name; the output has as many as fit. */
const maxShown = 100;
/** Which artifacts were downloaded, for the log, the summary, and outputs. */
function artifactsPart(downloaded, build, { ifNone }) {
    const { artifacts, path, missing, unsupported } = downloaded;
    const notes = ifNone === 'ignore' ? unsupported : [...missing, ...unsupported];
    const warnings = isCompleted(build)
        ? notes
        : [`${nameOf(build)} is not completed, so it may have more artifacts later.`, ...notes];
    const more = artifacts.length - maxShown;
    return {
        outputs: { artifacts: fitting(artifacts), 'artifacts-path': path },
        log: [
            ...artifacts.slice(0, maxShown).map(artifact => `Downloaded ${amountOf(artifact, base_text/* shorten */.ml)}, to ${artifact.path}`),
            ...(more > 0 ? [`Downloaded ${(0,base_text/* counted */.hS)(more, 'more artifact')}.`] : []),
            ...(artifacts.length === 0 ? ['No artifact was downloaded.'] : []),
        ],
        warnings: warnings.map(text => ({ text, title: 'Azure DevOps builds: artifacts' })),
        summary: artifacts.length === 0 ? [] : [sectionOf(artifacts, more)],
    };
}
function sectionOf(artifacts, more) {
    const shown = artifacts.slice(0, maxShown);
    const items = shown.map(artifact => `- ${amountOf(artifact, (name, length) => (0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(name, length)))}`);
    return ['### Artifacts', '', ...items, ...(more > 0 ? [`- and ${(0,base_text/* counted */.hS)(more, 'more artifact')}`] : [])].join('\n');
}
/** `drop: 12 files, 34 MiB`. */
function amountOf({ name, files, bytes }, written) {
    return `${written(name, 100)}: ${(0,base_text/* counted */.hS)(files, 'file')}, ${(0,size/* formatSize */.X)(bytes)}`;
}

;// CONCATENATED MODULE: ./build/core/inputs/judge-inputs.js

const ifNoneChoices = ['fail', 'warn', 'ignore'];
/** Start, wait, judge. */
const judgeInputs = {
    start: {
        label: 'Start',
        group: 'judge',
        type: 'boolean',
        default: 'false',
        help: 'Start a new build of the one pipeline in {pipelines}, on {branch} and {commit} if set, instead of finding one. Needs the **Build (Read & execute)** scope. The step never starts a build twice.',
    },
    parameters: {
        label: 'Template parameters',
        group: 'judge',
        type: 'map',
        help: 'Template parameters of the started build: one `name: value` per line, or a JSON object. Values are not shown.',
        visibleRule: 'start = true',
    },
    variables: {
        label: 'Variables',
        group: 'judge',
        type: 'map',
        help: 'Queue-time variables of the started build: one `name: value` per line, or a JSON object. Values are not shown.',
        visibleRule: 'start = true',
    },
    wait: {
        label: 'Wait',
        group: 'judge',
        type: 'boolean',
        default: 'false',
        help: 'Wait until the builds are completed. Builds that do not exist yet are waited for as well, for {appear-timeout}.',
    },
    'appear-timeout': {
        label: 'Appear timeout',
        group: 'judge',
        type: 'duration',
        default: '5m',
        help: 'With {wait}: how long to wait until every pipeline in {pipelines} has a matching build, or any pipeline if none is named.',
        visibleRule: 'wait = true',
    },
    'wait-timeout': {
        label: 'Wait timeout',
        group: 'judge',
        type: 'duration',
        default: '60m',
        help: 'With {wait}: how long to wait until all of them are completed. Then the step fails with the outcome `timed-out`.',
        visibleRule: 'wait = true',
    },
    'poll-interval': {
        label: 'Poll interval',
        group: 'judge',
        type: 'duration',
        least: 1,
        default: '15s',
        help: "With {wait}: time between checks, plus up to 10% so that jobs don't poll together.",
        visibleRule: 'wait = true',
    },
    'require-result': {
        label: 'Required result',
        group: 'judge',
        type: 'choices',
        values: [...results, 'any'],
        help: 'Every judged build must be completed with one of these results, or the step fails. `succeeded` with {wait}, nothing without; `any` judges nothing.',
    },
    'max-age': {
        label: 'Maximum age',
        group: 'judge',
        type: 'duration',
        help: 'The newest judged build must have finished within this time, or the step fails.',
    },
    'if-none': {
        label: 'If none',
        group: 'judge',
        type: 'choice',
        values: ifNoneChoices,
        default: 'fail',
        help: 'When no build matches, or a pipeline in {pipelines} has no matching build: `fail`, `warn`, or `ignore`.',
        visibleRule: 'start != true',
    },
    'on-cancel': {
        label: 'On cancel',
        group: 'judge',
        type: 'choice',
        values: ['leave', 'stop'],
        default: 'leave',
        help: 'When this job is canceled: `leave` the build that this step started running, or `stop` it.',
        visibleRule: 'start = true',
    },
};

;// CONCATENATED MODULE: ./build/core/inputs/answer-inputs.js

/** What to do with what was found. */
const answerInputs = {
    explain: {
        label: 'Explain failures',
        group: 'answer',
        type: 'boolean',
        default: 'true',
        help: 'Say why a judged build failed, and what a build is waiting for.',
    },
    artifacts: {
        label: 'Artifacts',
        group: 'answer',
        type: 'list',
        help: 'Names or globs of artifacts to download from the first returned build, after a verdict that passes.',
    },
    'artifacts-path': {
        label: 'Artifacts folder',
        group: 'answer',
        type: 'path',
        default: '.',
        help: 'Folder for the artifacts. One name is unpacked into it; several names, or a glob, into a folder each.',
        visibleRule: 'artifacts != ""',
    },
    'artifacts-max-size': {
        label: 'Maximum size of artifacts',
        group: 'answer',
        type: 'size',
        default: '10GiB',
        help: 'Maximum uncompressed size of all artifacts. More is refused before anything is written.',
        visibleRule: 'artifacts != ""',
    },
    'if-no-artifacts': {
        label: 'If no artifacts',
        group: 'answer',
        type: 'choice',
        values: ifNoneChoices,
        default: 'fail',
        help: 'When a name or glob matches no artifact: `fail`, `warn`, or `ignore`.',
        visibleRule: 'artifacts != ""',
    },
    'output-file': {
        label: 'Builds file',
        group: 'answer',
        type: 'path',
        help: 'Path for the builds as a JSON array. A file in the temporary folder of the job unless set.',
    },
    summary: {
        label: 'Summary',
        group: 'answer',
        type: 'boolean',
        default: 'true',
        help: 'Write the job summary.',
    },
    'dry-run': {
        label: 'Dry run',
        group: 'answer',
        type: 'boolean',
        default: 'false',
        help: 'Show each request with the token hidden, and send none.',
    },
};

;// CONCATENATED MODULE: ./build/core/inputs/how-inputs.js
/** How to ask. */
const howInputs = {
    'api-version': {
        label: 'API version',
        group: 'how',
        type: 'text',
        help: '7.1 unless set, stepping down on older servers. A version that is set is never changed.',
    },
    'scan-limit': {
        label: 'Scan limit',
        group: 'how',
        type: 'number',
        least: 1,
        default: '5000',
        help: 'Maximum number of builds to check per project for what the service cannot filter by: {commit}, and globs in {branch}.',
    },
    'request-timeout': {
        label: 'Request timeout',
        group: 'how',
        type: 'duration',
        least: 1,
        default: '60s',
        help: 'Timeout of one attempt.',
    },
    'query-timeout': {
        label: 'Query timeout',
        group: 'how',
        type: 'duration',
        least: 1,
        default: '10m',
        help: 'Timeout of one whole query, pauses and retries included. Waiting has its own timeouts.',
    },
    retries: {
        label: 'Retries',
        group: 'how',
        type: 'number',
        most: 100,
        default: '5',
        help: 'Number of retries after a transient failure.',
    },
    concurrency: {
        label: 'Concurrency',
        group: 'how',
        type: 'number',
        least: 1,
        most: 64,
        default: '4',
        help: 'Maximum number of requests at the same time.',
    },
    'allow-http': {
        label: 'Allow HTTP',
        group: 'how',
        type: 'boolean',
        default: 'false',
        help: 'Allow `http://`, which shows the token to everyone on the network. Loopback addresses need no permission.',
    },
};

;// CONCATENATED MODULE: ./build/core/inputs/where-inputs.js
/** Where the builds are, and who asks. */
const whereInputs = {
    organization: {
        label: 'Organization',
        group: 'where',
        type: 'text',
        requiredOn: ['github'],
        help: 'Name of the organization (`contoso`), or the URL of an organization or a server collection: `https://dev.azure.com/contoso`, `https://contoso.visualstudio.com`, `https://server:8080/tfs/DefaultCollection`.',
        helpOn: { azure: 'The organization of the job unless set.' },
    },
    project: {
        label: 'Project',
        group: 'where',
        type: 'list',
        requiredOn: ['github'],
        help: 'Names or IDs of projects, separated by commas or newlines. `*` is every project that the token can see.',
        helpOn: { azure: 'The project of the job unless set.' },
    },
    pat: {
        label: 'Personal access token',
        group: 'where',
        type: 'secret',
        requiredOn: ['github'],
        help: 'The personal access token as Azure DevOps shows it, from a secret. It needs the **Build (Read)** scope, and **Build (Read & execute)** with {start}. A Microsoft Entra token also works and is sent as Bearer.',
        helpOn: {
            azure: 'Without a token and a service connection, the step uses the job access token, for the organization of the job only.',
        },
    },
    connection: {
        label: 'Service connection',
        group: 'where',
        type: 'connection',
        only: 'azure',
        help: 'A service connection of type Azure Repos/Team Foundation Server that provides the URL and token. Its token is sent to its own URL only: another {organization} needs a {pat}.',
    },
    username: {
        label: 'User name',
        group: 'where',
        type: 'text',
        help: 'User name of the Basic credential. Azure DevOps ignores it; a proxy in front of it may not.',
        visibleRule: 'pat != ""',
    },
    'pat-expires-on': {
        label: 'Token expiration date',
        group: 'where',
        type: 'date',
        help: 'The expiration date of the token, as `2027-01-31`. The step warns from seven days before; after that date it explains a rejected token.',
        visibleRule: 'pat != "" || connection != ""',
    },
};

;// CONCATENATED MODULE: ./build/core/inputs/inputs.js





/** Every input of the builds step, once, under its GitHub name; on Azure the same words in camelCase. */
const inputs = {
    ...whereInputs,
    ...whichInputs,
    ...judgeInputs,
    ...answerInputs,
    ...howInputs,
};
/** Every declared input as its widest type, for code that walks the table. */
const declarations = (/* unused pure expression or super */ null && (inputs));
const inputNames = Object.keys(inputs);
function camel(name) {
    return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

;// CONCATENATED MODULE: ./build/core/inputs/raw-inputs.js

/** The name of an input or output as the host writes it. */
function inputNameOn(name, { host }) {
    return host === 'azure' ? camel(name) : name;
}
/** Spells the names in braces of a text as the host does. Only for texts of this project: others may hold braces. */
function spellNames(text, context) {
    return text.replace(/\{([a-z]+(?:-[a-z]+)*)\}/g, (_, name) => inputNameOn(name, context));
}

;// CONCATENATED MODULE: ./build/core/show/build-words.js




/** A TFVC changeset, or as many digits of a commit as people read. */
function shortVersion(version) {
    return version.slice(0, 8);
}
/** `web ci 20261124.7 for 4f0c9d1 on main: failed 46 min ago (05:12 UTC)`. @param now milliseconds since 1970 */
function describeBuild(build, now) {
    const { commit, branch, state, when } = wordsOf(build, now);
    return [(0,base_text/* shorten */.ml)(nameOf(build), 120), commit && `for ${commit}`, branch && `on ${branch}:`, state, when]
        .filter(part => part !== '')
        .join(' ');
}
function wordsOf(build, now) {
    const at = when(build, now);
    return {
        commit: shortVersion(build.sourceVersion),
        branch: (0,base_text/* shorten */.ml)(shortRef(build.sourceBranch), 80),
        state: stateOf(build) + (build.deleted ? ', deleted' : ''),
        when: at,
    };
}
/** How long ago it finished, or started, or was queued, with the absolute time. Empty where the service says nothing. */
function when(build, now) {
    const [ago, at] = [age(build, now), momentOf(build)];
    return at === undefined ? ago : `${ago} (${utc(at, now)})`;
}
/** How long ago it finished, or started, or was queued. */
function age(build, now) {
    const time = momentOf(build);
    if (time === undefined)
        return '';
    const what = build.finishTime ? '' : build.startTime ? 'started ' : 'queued ';
    const seconds = Math.floor(Math.max(0, now - time) / 1000);
    return seconds === 0 ? `${what}just now` : `${what}${formatDuration(seconds * 1000).split(' ')[0]} ago`;
}
function momentOf({ finishTime, startTime, queueTime }) {
    const at = timeOf(finishTime || startTime || queueTime);
    return at === undefined ? undefined : milliseconds(at);
}
/** `05:12 UTC` of the last 20 hours, else `2026-11-23 05:12 UTC`. */
function utc(time, now) {
    const text = new Date(time).toISOString();
    const minutes = text.slice(11, 16);
    return Math.abs(now - time) < 72_000_000 ? `${minutes} UTC` : `${text.slice(0, 10)} ${minutes} UTC`;
}

;// CONCATENATED MODULE: ./build/core/show/question.js

/** What is queried, in words, one line: what to look for first, then the limits. */
function describeQuery(settings) {
    const { query, output, start } = settings;
    if (start !== undefined)
        return describeStart(settings, start);
    const where = query.projects.includes('*') ? 'every project' : (0,base_text/* listed */.KE)(query.projects);
    return [`Builds of ${where} in ${output.organization.url}`, ...filtersOf(query), howMany(query)].join('; ');
}
/** The build that is to be started. Values may be secret, names are not. */
function describeStart({ output }, start) {
    const { project, pipeline, ref, commit, parameters, variables } = start;
    return [
        `Start pipeline ${pipeline} of ${project} in ${output.organization.url}`,
        ref === undefined ? 'default branch' : `branch ${ref}`,
        ...(commit === undefined ? [] : [`commit ${commit}`]),
        ...(parameters.size === 0 ? [] : [`parameters ${(0,base_text/* listed */.KE)([...parameters.keys()])}`]),
        ...(variables.size === 0 ? [] : [`variables ${(0,base_text/* listed */.KE)([...variables.keys()])}`]),
    ].join('; ');
}
/** Each filter that was set, as `branch main`. */
function filtersOf(query) {
    const { branch, commit, deleted, maxBuildsPerPipeline, minTime, maxTime } = query;
    const filters = [
        [query.pipelines.length > 1 ? 'pipelines' : 'pipeline', query.pipelines],
        ['branch', branch?.kind === 'ref' ? branch.ref : branch?.pattern],
        ['commit', commit?.text],
        ['status', query.status],
        ['result', query.result],
        ['reason', query.reason],
        ['tags', query.tags],
        ['requested for', query.requestedFor],
        ['build number', query.buildNumber],
        ['IDs', query.buildIds],
        ['queues', query.queues],
        ['repository', query.repositoryId],
        ['not before', minTime?.replace(/\.\d+/, '')],
        ['not after', maxTime?.replace(/\.\d+/, '')],
        ['deleted', deleted === 'excludeDeleted' ? '' : deleted],
        ['at most', maxBuildsPerPipeline === undefined ? '' : `${maxBuildsPerPipeline} per pipeline`],
    ];
    return filters.flatMap(([name, value]) => {
        const text = typeof value === 'string' ? value : (value ?? []).join(', ');
        return text === '' ? [] : [`${name} ${text}`];
    });
}
function howMany({ top, order: { time, descending } }) {
    const which = `${descending ? 'latest' : 'earliest'} ${time.replace('Time', ' time')} first`;
    if (top === Number.POSITIVE_INFINITY)
        return `all, ${which}`;
    return top === 1
        ? `only the one with the ${descending ? 'latest' : 'earliest'} ${time.replace('Time', ' time')}`
        : `at most ${top}, ${which}`;
}

;// CONCATENATED MODULE: ./build/core/show/none.js




/** What was searched when nothing was found, what there is instead, and what to do. A sentence each. */
function nothingFound(settings, { counts }, near, now) {
    const { query, wait, output } = settings;
    const name = (input) => inputNameOn(input, output.context);
    const projects = query.projects.includes('*') ? 'every project' : `project ${(0,base_text/* listed */.KE)(query.projects)}`;
    const checked = counts.checked === 0 ? 'The service found none' : `Checked ${(0,base_text/* counted */.hS)(counts.checked, 'build')}`;
    const newest = near.newest === undefined ? 'there are no other builds' : `newest: ${describeBuild(near.newest, now)}`;
    return [
        `No build found: ${[...filtersOf(query), projects].join(', ')}.`,
        `${checked}; ${newest}.`,
        ...(near.branches.length > 0 ? [`Did you mean ${name('branch')} ${(0,base_text/* listed */.KE)(near.branches, 'or')}?`] : []),
        wait === undefined && settings.start === undefined
            ? `Not queued yet? Set ${name('wait')}: true. To accept that there is none, set ${name('if-none')}: warn or ignore.`
            : `To wait longer, raise ${name('appear-timeout')}. To accept that there is none, set ${name('if-none')}: warn or ignore.`,
        `Pipelines: ${pipelinesPage(settings)}`,
    ];
}
function pipelinesPage({ query, output }) {
    const [project] = query.projects;
    const below = project === undefined || project === '*' ? '' : `/${encodeURIComponent(project.toWellFormed())}`;
    return `${output.organization.url}${below}/_build`;
}

;// CONCATENATED MODULE: ./build/core/explain/failures.js


/** Where nothing was said. */
const byKind = {
    validation: 'the pipeline is not valid',
    script: 'failed without a message',
    tests: 'tests failed',
    timeout: 'timed out',
    canceled: 'canceled',
    'agent-lost': 'the agent was lost',
    approval: 'not approved',
    unknown: 'failed without a message',
};
/** `Build > Linux x64 > Run tests`; empty for a cause that is in none. */
function whereOf({ stage, job, task }) {
    return [stage, job, task].filter(name => name !== '').join(' > ');
}
/** What went wrong, in one line. */
function whatOf({ kind, messages, excerpt, noise }) {
    const said = messages.map(firstLine).find(line => line !== '') ?? byKind[kind];
    const last = noise ? excerpt.at(-1) : undefined;
    return last === undefined ? said : `${said}${/[.!?:]$/.test(said) ? '' : '.'} Last line: ${last}`;
}
const failures_maxLineLength = 1000;
/** The output `failure`: why the first of the builds failed, in one line; empty where that is not known. */
function failureLine([first]) {
    const [cause, ...others] = first?.causes ?? [];
    if (cause === undefined)
        return '';
    const where = whereOf(cause);
    const more = cause.more + cause.messages.length - 1;
    const extra = [
        ...(more > 0 ? [`+${more} more`] : []),
        ...(cause.count > 1 ? [`in ${cause.count} places`] : []),
        ...(others.length > 0 ? [`and ${others.length} more ${others.length === 1 ? 'cause' : 'causes'}`] : []),
    ].join(', ');
    const line = [where, whatOf(cause)].filter(part => part !== '').join(': ');
    return (0,base_text/* visible */.RK)((0,base_text/* shorten */.ml)(line, failures_maxLineLength)) + (extra === '' ? '' : ` (${extra})`);
}
/** Bytes of an output. Azure Pipelines expands `$(NAME)` in outputs, so there `$` becomes a character of three bytes. */
function sizeOnAzure(text) {
    return Buffer.byteLength(text) + 2 * (text.split('$(').length - 1);
}
/** Bytes of one cause in `failures`, so that the output always holds the first few. */
const maxCauseBytes = 8 * 1024;
/** The output `failures`: a JSON array of as many causes as fit. @param sizeOf bytes of a text as the host gets it */
function failuresJson(explanations, maxBytes) {
    const texts = [];
    let size = 2;
    for (const { buildId, cause } of explanations.flatMap(({ build, causes }) => causes.map(cause => ({ buildId: build.id, cause })))) {
        const text = causeJson(buildId, cause);
        size += sizeOnAzure(text) + 1;
        if (size > maxBytes)
            break;
        texts.push(text);
    }
    return `[${texts.join(',')}]`;
}
function causeJson(buildId, cause) {
    const { kind, count, url, messages, excerpt, more } = cause;
    const all = excerpt.length === 0 ? messages : [...messages, excerpt.join('\n')];
    for (let length = 2000;; length = Math.floor(length / 2)) {
        const cut = (text) => (0,base_text/* shorten */.ml)(text, length);
        const [stage, job, task] = [cut(cause.stage), cut(cause.job), cut(cause.task)];
        const shown = [...all.map(cut), ...(more > 0 ? [`+${more} more`] : [])];
        const text = JSON.stringify({ buildId, stage, job, task, kind, messages: shown, count, url });
        if (sizeOnAzure(text) <= maxCauseBytes || length <= 1)
            return text;
    }
}

;// CONCATENATED MODULE: ./build/core/show/summary-words.js

const marks = new Map([
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
    return marks.get(state) ?? '·';
}
/** Names of projects are short; a link to one that is not must not fill the page. */
const maxTarget = 2000;
/** A link to a build. What could end the link or a cell of a table is percent-encoded in its target. */
function summary_words_linkTo(build, name, pageOf) {
    return linkToUrl(pageOf(build), name);
}
/** A link, with a name that is shown as it is. Only for URLs that this project builds. */
function linkToUrl(url, name) {
    const target = url.replace(/[()|<>\\`*'"\s[\]]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
    const shown = (0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(name, 120));
    return target.length > maxTarget ? shown : `[${shown}](${target})`;
}

;// CONCATENATED MODULE: ./build/core/show/why.js







/** Causes of one build that are shown; the outputs have as many as fit. */
const maxCauses = 10;
/** GitHub shows ten errors of a step, and the verdict is one of them: https://docs.github.com/actions/reference/limits */
const maxAnnotations = 9;
/** Lines of one message that the log shows. */
const maxLines = 6;
const why_maxLineLength = 500;
/** Bytes of the section, so that the page keeps room for the builds. */
const maxSectionBytes = 300_000;
/**
 * Why builds failed, for the log, annotations, the summary, and outputs.
 * @param activities what the builds are doing that were not completed in time, a line each
 */
function whyPart(explanations, activities, shown) {
    const outputs = { failure: failureLine(explanations), failures: failuresJson(explanations, maxOutputBytes) };
    if (explanations.length === 0 && activities.length === 0)
        return { outputs };
    return {
        outputs,
        log: [...explanations.flatMap(explanation => logLines(explanation, shown.now)), ...activities],
        errors: explanations.flatMap(explanation => annotationsOf(explanation, shown)).slice(0, maxAnnotations),
        summary: [why_sectionOf(explanations, activities)],
    };
}
const states = new Map([
    ['canceled', 'was canceled'],
    ['partiallySucceeded', 'partially succeeded'],
]);
function logLines({ build, causes, notes }, now) {
    const lines = [`Why ${(0,base_text/* shorten */.ml)(nameOf(build), 120)} ${states.get(build.result) ?? 'failed'}:`];
    for (const cause of causes.slice(0, maxCauses))
        lines.push(...causeLines(cause, now));
    if (causes.length > maxCauses)
        lines.push(`  and ${(0,base_text/* counted */.hS)(causes.length - maxCauses, 'more cause')}`);
    return [...lines, ...notes.map(note => `  ${note}`)];
}
function causeLines(cause, now) {
    const { excerpt, url } = cause;
    return [
        `  ${titleOf(cause)} (${detailsOf(cause, now)})`,
        ...messageLines(cause).map(line => `    ${line}`),
        ...excerpt.map(line => `    | ${line}`),
        `    ${url}`,
    ];
}
/** `Build > Linux x64 > Run tests`, or the kind for what is in no place. */
function titleOf(cause) {
    return (0,base_text/* shorten */.ml)(whereOf(cause) || cause.kind, 300);
}
/** `script, 05:12 UTC, attempt 2, in 3 places`. */
function detailsOf({ kind, finishTime, attempt, count }, now) {
    return [
        kind,
        ...(finishTime === undefined ? [] : [utc(milliseconds(finishTime), now)]),
        ...(attempt > 1 ? [`attempt ${attempt}`] : []),
        ...(count > 1 ? [`in ${count} places`] : []),
    ].join(', ');
}
function messageLines(cause) {
    const { messages, more } = cause;
    if (messages.length === 0)
        return [whatOf({ ...cause, excerpt: [] })];
    const lines = messages.flatMap(message => message
        .split('\n')
        .filter(line => line.trim() !== '')
        .slice(0, maxLines));
    return [...lines.map(line => (0,base_text/* shorten */.ml)(line, why_maxLineLength)), ...(more > 0 ? [`+${more} more`] : [])];
}
/** Titles are shown on GitHub only. */
function annotationsOf({ build, causes }, { context }) {
    return causes.map(cause => {
        const place = [build.pipelineName, whereOf(cause)].filter(part => part !== '').join(' > ');
        const title = (0,base_text/* shorten */.ml)(place || nameOf(build), 200);
        const where = context.host === 'azure' ? `${title}: ` : '';
        return { title, text: `${where}${(0,base_text/* shorten */.ml)(whatOf(cause), why_maxLineLength)}${hiddenOf(cause)}\n${cause.url}` };
    });
}
/** ` (+3 more)`: the log and the summary have them. */
function hiddenOf({ messages, more }) {
    const hidden = Math.max(0, messages.length - 1) + more;
    return hidden === 0 ? '' : ` (+${hidden} more)`;
}
/** The section of the summary, with as many causes as fit. Everything from the service is text in it, and never markup. */
function why_sectionOf(explanations, activities) {
    for (let most = maxCauses;; most = Math.floor(most / 2)) {
        const items = explanations.flatMap(explanation => itemsOf(explanation, most, explanations.length > 1));
        const open = activities.map(line => `- ⏳ ${(0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(line, 1000))}`);
        const section = ['### Why', '', ...items, ...open].join('\n').replace('\n\n\n', '\n\n');
        if (Buffer.byteLength(section) <= maxSectionBytes || most === 0)
            return section;
    }
}
function itemsOf({ build, causes, notes }, most, named) {
    const left = causes.length - Math.min(most, causes.length);
    return [
        ...(named ? ['', `**${(0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(nameOf(build), 120))}**`, ''] : []),
        ...causes.slice(0, most).map(itemOf),
        ...(left > 0 ? [`- and ${(0,base_text/* counted */.hS)(left, 'more cause')}`] : []),
        ...notes.map(note => `- ${(0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(note, 1000))}`),
    ];
}
function itemOf(cause) {
    const { kind, count, attempt, excerpt, url } = cause;
    const details = [
        kind,
        ...(attempt > 1 ? [`attempt ${attempt}`] : []),
        ...(count > 1 ? [`in ${count} places`] : []),
    ].join(', ');
    const lines = [
        `- ${linkToUrl(url, titleOf(cause))} (${(0,base_text/* markdown */.wD)(details)})`,
        ...messageLines(cause).map(line => (0,base_text/* code */.aY)(line)),
        ...excerpt.map(line => (0,base_text/* code */.aY)(line)),
    ];
    return lines.join('<br>');
}

;// CONCATENATED MODULE: ./build/core/flow/follow-ups.js







/** What there is where nothing was found, unless nobody wants to know. A sentence each. */
async function explainNothing({ service, tools: { clock } }, settings, { targets }, result, { outcome }) {
    const isNothing = result.count === 0 && (outcome === 'none' || outcome === 'timed-out');
    if (!isNothing || targets === undefined || settings.rules.ifNone === 'ignore')
        return [];
    const deadline = clock.now() + settings.service.requestTimeout;
    const near = await findNearMisses(service, settings.query, targets, deadline);
    return nothingFound(settings, result, near, clock.now());
}
/** Why the builds failed that break the rule on results, and what those are doing that were not completed in time. */
async function explainVerdict({ service, step: { redact }, report: { pageOf }, tools }, { explain, output: { context } }, { offending, builds }, { passes, outcome }) {
    if (!explain)
        return {};
    const explaining = { service, redact, pageOf };
    const failed = passes ? [] : offending.builds.filter(build => isCompleted(build) && build.result !== 'succeeded');
    const open = outcome === 'timed-out' ? builds.filter(build => !isCompleted(build)).slice(0, maxExplained) : [];
    const [explanations, activities] = await Promise.all([
        explainFailures(failed, explaining),
        new Watch(explaining).describeAll(open),
    ]);
    return whyPart(explanations, activities, { context, now: tools.clock.now() });
}
/** Artifacts of the first build, unless a rule is broken. */
async function fetchArtifacts({ service, step: { host, context }, tools: { clock } }, { artifacts: wanted, query }, { builds: [build] }, { passes }) {
    if (wanted === undefined)
        return {};
    if (!passes)
        return { log: ['No artifact is downloaded, because the gate failed.'] };
    if (build === undefined)
        return { log: ['No artifact is downloaded, because there is no build.'] };
    // The unpacker takes longer to load than the rest of the step, and most steps download nothing.
    const { downloadArtifacts } = await Promise.all(/* import() */[__nccwpck_require__.e(663), __nccwpck_require__.e(691)]).then(__nccwpck_require__.bind(__nccwpck_require__, 691));
    const { queryTimeout: timeout, concurrency } = query;
    const downloaded = await downloadArtifacts(service, build, { ...wanted, timeout, concurrency }, {
        clock,
        say: host.info,
        progress: (percent, text) => host.progress(percent, text),
        temporaryFolder: host.temporaryFolder(),
        reserved: context.commandFiles ?? [],
    });
    return artifactsPart(downloaded, build, wanted);
}

;// CONCATENATED MODULE: ./build/core/inputs/order.js
/** Reads `queueTimeDescending` and its like. */
function parseOrder(text) {
    const [, time, direction] = /^(queueTime|startTime|finishTime)(Ascending|Descending)$/.exec(text) ?? [];
    return { time: time, descending: direction === 'Descending' };
}
/** An order as the service and the input spell it. */
function orderName({ time, descending }) {
    return `${time}${descending ? 'Descending' : 'Ascending'}`;
}

;// CONCATENATED MODULE: ./build/core/builds/query.js



/** So many builds surely come in one page, and so many IDs fit in a URL. */
const idsPerRequest = 200;
/** Builds in a page unless fewer are wanted: a compromise between round trips and memory, of which 1,000 take up to a quarter more. */
const pageSize = 500;
/** Most answers to a client-side filter are near the beginning. */
const growingPages = [50, 100, 200];
const unfinished = ['inProgress', 'notStarted', 'cancelling', 'postponed'];
/**
 * How the query is cut so that each list comes in one order: completed builds, and those that are not, which are few.
 * Unfinished ones are queried first, so that a build that finishes in between is seen twice rather than never.
 */
function splitByStatus(query) {
    const { status, result, buildIds, order, apiVersion } = query;
    const all = status.length === 0 || status.includes('all');
    if (result.length > 0 || order.time === 'finishTime')
        return [{ statuses: ['completed'], sorted: true }];
    if (buildIds.length > 0) {
        const statuses = all ? [] : status;
        return chunks(buildIds).map(ids => ({ statuses, sorted: false, ids }));
    }
    // Before 7.2 no build is abandoned, and the word would be refused.
    const knowsAbandoned = apiVersion !== '' && !isLower(apiVersion, '7.2');
    const wanted = all ? [...unfinished, 'completed', ...(knowsAbandoned ? ['abandoned'] : [])] : [...new Set(status)];
    const running = wanted.filter(name => unfinished.includes(name));
    // Completed builds last: they may be very many, and only the last partition is streamed.
    const ended = ['abandoned', 'completed'].filter(name => wanted.includes(name));
    return [
        ...(running.length > 0 ? [{ statuses: running, sorted: running.length === 1 }] : []),
        ...ended.map(name => ({ statuses: [name], sorted: true })),
    ];
}
function chunks(ids) {
    const unique = [...new Set(ids)];
    return Array.from({ length: Math.ceil(unique.length / idsPerRequest) }, (_, index) => unique.slice(index * idsPerRequest, (index + 1) * idsPerRequest));
}
/** What only the client can match, so that the service must not count before it has. */
function filtersClientSide(query) {
    return query.commit !== undefined || query.branch?.kind === 'pattern';
}
/** Start times are compared here where some builds have none: how the service compares those is not documented. */
function filtersTimeClientSide({ order, minTime, maxTime }, { statuses }) {
    if (minTime === undefined && maxTime === undefined)
        return false;
    return order.time === 'startTime' && !(statuses.length === 1 && statuses[0] === 'completed');
}
/** Whether the service may count builds, in all or of a pipeline: only where it leaves out everything that does not match. */
function countsServerSide(query, partition) {
    return partition.sorted && !filtersClientSide(query) && !filtersTimeClientSide(query, partition);
}
/**
 * How many builds to request on a page; one more than wanted tells whether there are more.
 * @param page 0 is the first
 */
function pageTop(query, partition, page) {
    if (filtersClientSide(query))
        return growingPages[page] ?? pageSize;
    return countsServerSide(query, partition) ? Math.min(query.top + 1, pageSize) : pageSize;
}
/**
 * The parameters of the Builds list, names and values not yet encoded:
 * https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#uri-parameters
 * @param target without pipelines it is every pipeline, so a name that was not found must never come so far
 */
function parameters(query, partition, target, { page, token, version }) {
    const { branch } = query;
    const all = [
        ['definitions', target.pipelines],
        ['queues', query.queues],
        ['buildNumber', query.buildNumber],
        ...times(query, partition, version),
        ['requestedFor', query.requestedFor],
        ['reasonFilter', query.reason.includes('all') ? [] : query.reason],
        ['statusFilter', partition.statuses],
        ['resultFilter', query.result],
        ['tagFilters', query.tags],
        ['properties', query.properties],
        ['$top', pageTop(query, partition, page)],
        ['continuationToken', token],
        ['maxBuildsPerDefinition', countsServerSide(query, partition) ? query.maxBuildsPerPipeline : undefined],
        ['deletedFilter', query.deleted === 'excludeDeleted' ? '' : query.deleted],
        ['queryOrder', orderName(query.order)],
        ['branchName', branch?.kind === 'ref' ? branch.ref : ''],
        ['buildIds', partition.ids ?? query.buildIds],
        ['repositoryId', query.repositoryId],
        ['repositoryType', query.repositoryType],
    ];
    return all.flatMap(([name, value]) => {
        const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
        return text === '' ? [] : [[name, text]];
    });
}
/**
 * Before 4.1 the service knew finish times only, under other names, and until 5.0 it listed XAML builds unless told
 * otherwise: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds
 */
function times(query, partition, version) {
    const { minTime, maxTime } = filtersTimeClientSide(query, partition) ? {} : query;
    const type = isLower(version, '5.0') ? [['type', 'Build']] : [];
    if (!isLower(version, '4.1'))
        return [...type, ['minTime', minTime], ['maxTime', maxTime]];
    if (minTime === undefined && maxTime === undefined)
        return type;
    if (query.order.time !== 'finishTime')
        throw new errors/* StepError */.zg('time-filter-unsupported', { details: [`API version: ${version}`] });
    return [...type, ['minFinishTime', minTime], ['maxFinishTime', maxTime]];
}

;// CONCATENATED MODULE: ./build/core/builds/list-builds.js







/** The request for one page of a partition. @param page 0 is the first */
function buildsRequest(query, target, partition, deadline, page = 0, token) {
    return {
        words: { what: `The list of builds of ${target.project}`, subject: 'builds' },
        path: [target.project, '_apis', 'build', 'builds'],
        query: version => parameters(query, partition, target, { page, version, ...(token === undefined ? {} : { token }) }),
        deadline,
    };
}
/**
 * The builds of a project that match, in order and without duplicates, as they come. The last partition, of completed
 * builds as a rule, is streamed; the others are read before it and find their places in it.
 */
async function* listBuilds(target, listing) {
    const { query } = listing;
    const compare = compareBy(query.order);
    const cap = new PipelineCap(query.maxBuildsPerPipeline);
    const budget = { left: filtersClientSide(query) ? query.scanLimit : Number.POSITIVE_INFINITY };
    const partitions = splitByStatus(query);
    const streamed = partitions.at(-1)?.sorted ? partitions.pop() : undefined;
    const early = await readEarly(target, partitions, listing, budget);
    const known = new Map(early.builds.map(found => [found.build.id, found]));
    let waiting = [...known.values()].sort(compare);
    // What was counted, and where the list was cut, since the last batch.
    let { counts, cut } = early;
    const batch = (builds, more) => {
        const next = { builds: builds.filter(({ build }) => cap.admits(build)), counts, more, ...(cut && { cut }) };
        counts = noCounts;
        cut = undefined;
        return next;
    };
    if (streamed !== undefined)
        for await (const page of readPartition(target, streamed, listing, budget)) {
            counts = addCounts(counts, page.counts);
            cut ??= page.cut;
            const again = new Set(page.builds.flatMap(({ build: { id } }) => (known.has(id) ? [id] : [])));
            // Finished in between: what came last is true. A build that went out already does not go out again.
            const gone = new Set([...again].filter(id => !waiting.some(({ build }) => build.id === id)));
            if (again.size > 0)
                waiting = waiting.filter(({ build }) => !again.has(build.id));
            const fresh = gone.size === 0 ? page.builds : page.builds.filter(({ build }) => !gone.has(build.id));
            const [ready, later] = merge(waiting, fresh, page.more ? page.last : undefined, compare);
            waiting = later;
            const next = batch(ready, page.more || later.length > 0);
            if (cap.isFull(target.pipelines))
                return yield { ...next, more: false };
            yield next;
        }
    yield batch(waiting, false);
}
/**
 * Puts all that comes before the last build of the page, whether or not that one matches, in its place; the rest goes on
 * waiting. Without a last build nothing follows, and what waits comes when the list has ended.
 */
function merge(waiting, page, last, compare) {
    if (waiting.length === 0)
        return [page, waiting];
    const ready = [];
    let next = 0;
    const release = (before) => {
        for (let first = waiting[next]; first !== undefined && compare(first, before) < 0; first = waiting[++next])
            ready.push(first);
    };
    for (const found of page) {
        release(found);
        ready.push(found);
    }
    if (last !== undefined)
        release(last);
    return [ready, waiting.slice(next)];
}
/** Partitions that are not streamed: to their end, or as far as they can matter where the service sorts them. */
async function readEarly(target, partitions, listing, budget) {
    const { top, maxBuildsPerPipeline } = listing.query;
    const builds = [];
    let counts = noCounts;
    let cut;
    for (const partition of partitions) {
        const enough = partition.sorted && maxBuildsPerPipeline === undefined ? top + 1 : Number.POSITIVE_INFINITY;
        let found = 0;
        for await (const page of readPartition(target, partition, listing, budget)) {
            builds.push(...page.builds);
            counts = addCounts(counts, page.counts);
            cut ??= page.cut;
            found += page.builds.length;
            if (found >= enough)
                break;
        }
    }
    return { builds, counts, cut };
}
async function* readPartition(target, partition, { service, query, deadline, ahead }, budget) {
    const { project } = target;
    const cutHere = { why: 'scan-limit', project };
    if (budget.left === 0)
        return yield { builds: [], counts: noCounts, more: true, cut: cutHere };
    const why = mismatch(query, filtersTimeClientSide(query, partition));
    let page = 0;
    const pages = follow({
        ask: token => service.request(buildsRequest(query, target, partition, deadline, page++, token), (response, signal) => list_builds_readPage(response, signal, project, query)),
        idOf: ({ build }) => build.id,
        ahead: seen => ahead !== false && !filtersClientSide(query) && seen < query.top,
    });
    for await (const { items, more, stuck } of pages) {
        const checked = items.length > budget.left ? items.slice(0, budget.left) : items;
        budget.left -= checked.length;
        const { matching, counts } = applyFilter(checked, why);
        const limited = checked.length < items.length || (budget.left === 0 && more);
        const cut = stuck ? { why: 'no progress', project } : limited ? cutHere : undefined;
        const last = checked.at(-1);
        yield { builds: matching, counts, more: more || limited, ...(last && { last }), ...(cut && { cut }) };
        if (limited)
            return;
    }
}
/** Every element is read before any is used, so that a page counts as a whole or not at all. */
async function list_builds_readPage(response, signal, target, query) {
    const items = await (0,json_list/* readList */.LD)(response.body, (value, bytes) => {
        const build = readBuild(value, target);
        if (build === undefined)
            throw new json_list/* PageError */.AX(false, 'an element of the list is not a build');
        return { build, target, bytes, time: orderTime(build, query.order) };
    }, signal);
    return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined };
}

;// CONCATENATED MODULE: ./build/core/builds/find.js



/**
 * The builds that match, the first `top` of them, in order over all projects; without a limit all of them, project after
 * project. Reading stops as soon as they are found.
 * @param deadline milliseconds since 1970
 */
async function* findBuilds(service, query, targets, deadline) {
    const { each, named, cut } = targets;
    const listing = { service, query, deadline };
    // What is judged is few builds, and the first of them has outputs of its own.
    const isSorted = query.top !== Number.POSITIVE_INFINITY || query.maxBuildsPerPipeline !== undefined;
    if (cut !== undefined)
        yield { builds: [], counts: noCounts, more: true, cut };
    if (each.length > 1 && isSorted) {
        const best = await findBest(each, listing);
        await named;
        yield best;
        return;
    }
    const isNew = noRepeats(each.length);
    let count = 0;
    for await (const { batch, isLast } of inTurn(each, listing)) {
        if (count === 0)
            await named;
        const fresh = batch.builds.filter(isNew);
        const builds = fresh.slice(0, query.top - count);
        count += builds.length;
        const more = builds.length < fresh.length || batch.more || !isLast;
        yield { ...batch, builds, more };
        if (count === query.top)
            return;
    }
    await named;
}
/** One project after the other; the first pages of the next few are requested while one is read. */
async function* inTurn(each, listing) {
    const left = [...each];
    /** Those that were requested and not yet read; what has been read is let go. */
    const asked = [];
    for (;;) {
        for (const target of left.splice(0, listing.query.concurrency - asked.length)) {
            const stream = listWhenKnown(target, listing);
            const first = stream.next();
            first.catch(() => undefined);
            asked.push({ stream, first });
        }
        const next = asked.shift();
        if (next === undefined)
            return;
        const isLast = left.length === 0 && asked.length === 0;
        const { done, value } = await next.first;
        if (done)
            continue;
        yield { batch: value, isLast };
        for await (const batch of next.stream)
            yield { batch, isLast };
    }
}
async function* listWhenKnown(target, listing) {
    const known = await target;
    if (known !== undefined)
        yield* listBuilds(known, listing);
}
/** All projects side by side, each only as far as its builds can still be among the best. */
async function findBest(each, listing) {
    const { top, order } = listing.query;
    const compare = compareBy(order);
    const isNew = noRepeats(each.length);
    /** One more than wanted, which tells that there are more. */
    const best = [];
    let counts = noCounts;
    let cut;
    let more = false;
    /** Whether this one, and so those after it in its project, may still matter. */
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
    await Promise.all(each.map(async (target) => {
        let offered = 0;
        for await (const batch of listWhenKnown(target, { ...listing, ahead: false })) {
            counts = addCounts(counts, batch.counts);
            cut ??= batch.cut;
            offered += batch.builds.length;
            if (batch.builds.every(offer) && offered < top)
                continue;
            more ||= batch.more;
            return;
        }
    }));
    return { builds: best.slice(0, top), counts, more: more || best.length > top, ...(cut && { cut }) };
}
/** A project that is named twice, by name and by ID, gives its builds once. */
function noRepeats(projects) {
    const seen = new Set();
    return ({ build: { id } }) => projects === 1 || (!seen.has(id) && seen.add(id) !== undefined);
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

;// CONCATENATED MODULE: ./build/core/builds/select.js




/** So many builds are kept with the bytes that the service sent; of more, these are read again when they are needed. */
const keptWhole = 1000;
const noBytes = Buffer.alloc(0);
/** All builds that match. @param deadline milliseconds since 1970 */
async function findAll(service, query, targets, deadline) {
    const builds = [];
    const cuts = [];
    let counts = noCounts;
    let more = false;
    for await (const batch of findBuilds(service, query, targets, deadline)) {
        counts = addCounts(counts, batch.counts);
        if (batch.cut !== undefined)
            cuts.push(batch.cut);
        more = batch.more;
        // The bytes are a view of a whole page, which would stay in memory with them.
        for (const found of batch.builds)
            builds.push({ ...found, bytes: builds.length < keptWhole ? Buffer.from(found.bytes) : noBytes });
    }
    return { builds, counts, cuts, more };
}
/** The query for builds that are known by their IDs, whatever else has become of them. */
function onlyThese(query, buildIds) {
    return {
        ...query,
        pipelines: [],
        branch: undefined,
        commit: undefined,
        status: [],
        result: [],
        reason: [],
        tags: [],
        requestedFor: '',
        buildNumber: '',
        queues: [],
        repositoryId: '',
        repositoryType: '',
        minTime: undefined,
        maxTime: undefined,
        maxBuildsPerPipeline: undefined,
        deleted: 'includeDeleted',
        top: Number.POSITIVE_INFINITY,
        buildIds,
    };
}
/** Reads known builds again: one request for each project. */
async function readByIds(service, query, known, deadline) {
    const projects = [...new Set(known.map(({ target }) => target))];
    const reads = projects.map(async (project) => {
        const ids = known.filter(({ target }) => target === project).map(({ build }) => build.id);
        const found = [];
        for await (const { builds } of listBuilds({ project, pipelines: [] }, { service, query: onlyThese(query, ids), deadline }))
            found.push(...builds.map(one => ({ ...one, bytes: Buffer.from(one.bytes) })));
        return found;
    });
    return (await Promise.all(reads)).flat();
}
/** A selection as a result takes it: with the bytes of every build. */
async function* batchesOf(service, query, { builds, counts, cuts, more }, deadline) {
    for (const cut of cuts)
        yield { builds: [], counts: noCounts, more: true, cut };
    yield { builds: builds.slice(0, keptWhole), counts, more };
    for (let at = keptWhole; at < builds.length; at += idsPerRequest) {
        const some = builds.slice(at, at + idsPerRequest);
        const again = new Map((await readByIds(service, query, some, deadline)).map(found => [found.build.id, found]));
        // A build that was deleted meanwhile still counts as it was seen last.
        const whole = some.map(found => ({
            ...found,
            bytes: again.get(found.build.id)?.bytes ?? Buffer.from(JSON.stringify(found.build)),
        }));
        yield { builds: whole, counts: noCounts, more };
    }
}
/** The same when nothing can be requested any more: a build whose bytes were not kept is written as it is known here. */
async function* selectionBatches({ builds, counts, cuts, more }) {
    for (const cut of cuts)
        yield { builds: [], counts: noCounts, more: true, cut };
    const whole = builds.map(found => found.bytes.length > 0 ? found : { ...found, bytes: Buffer.from(JSON.stringify(found.build)) });
    yield { builds: whole, counts, more };
}

;// CONCATENATED MODULE: ./build/core/credential/expiry.js



const day = 86_400_000;
/** From so many days before its end the step warns of it. */
const warnedDays = 7;
/** What could as well be said of a token that has expired. */
const mayBeExpired = ['token-rejected', 'token-anonymous', 'signed-out', 'scope-missing'];
/** A warning when the token’s end is near or past; undefined while it is far, or not known. */
function expiryWarning(expires, now) {
    if (expires === undefined)
        return undefined;
    const left = Math.ceil((milliseconds(expires) - now) / day);
    const date = expires.slice(0, 10);
    if (left <= 0)
        return `The token expired on ${date} ({pat-expires-on}). Create a token, then update the secret and the date.`;
    if (left > warnedDays)
        return undefined;
    return `The token expires on ${date}, in ${(0,base_text/* counted */.hS)(left, 'day')} ({pat-expires-on}). Create a token, then update the secret and the date.`;
}
/** The same error, explained by the token’s end where that is past. */
function explainByExpiry(error, expires, now) {
    if (expires === undefined || now < milliseconds(expires))
        return error;
    if (!(error instanceof errors/* ServiceError */._7) || !mayBeExpired.includes(error.reason))
        return error;
    const known = `The expiration date that was set is ${expires.slice(0, 10)}.`;
    const { details, arrived, request } = error;
    return new errors/* ServiceError */._7('token-expired', {
        details: [known, ...details],
        transient: false,
        arrived,
        request,
        original: error,
    });
}

;// CONCATENATED MODULE: ./build/core/inputs/organization.js

/** https://learn.microsoft.com/azure/devops/organizations/settings/naming-restrictions */
const maxNameLength = 50;
/**
 * Reads a name or any base URL. The host is never rebuilt: jobs of an organization with the old address, and servers,
 * only work with the one that they have.
 */
function parseOrganization(text, allowHttp) {
    const whole = /^dev\.azure\.com\//i.test(text) ? `https://${text}` : text;
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(whole))
        return { url: `https://dev.azure.com/${parseName(text)}` };
    const url = URL.canParse(whole) ? new URL(whole) : undefined;
    if (url === undefined || url.hostname === '')
        throw new Problem('is not a URL');
    if (url.username !== '' || url.password !== '')
        throw new Problem('contains a user name or a password. Set the token in {pat}');
    if (url.search !== '' || url.hash !== '')
        throw new Problem('has a ? or # in its URL. Set the base URL only');
    if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname))
        throw new Problem('is http://, which would show the token to everyone on the way. Use https://, or {allow-http}');
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw new Problem('is neither https:// nor http://');
    const path = url.pathname.replace(/\/+$/, '');
    if (/^dev\.azure\.com$/i.test(url.hostname) && !/^\/[^/]+$/.test(path))
        throw new Problem('must end with the name of the organization alone, as https://dev.azure.com/contoso');
    // Whatever is longer may be a token, and must not be sent in a URL.
    if (/^dev\.azure\.com$/i.test(url.hostname) && characters(path) > maxNameLength + 1)
        throw new Problem(`has a name longer than ${maxNameLength} characters`);
    return { url: `${url.origin}${path}` };
}
/** How many there are in a path: continuation bytes of percent-encoded UTF-8 do not count. */
function characters(path) {
    return path.replace(/%[89ab][\da-f]/gi, '').replace(/%[\da-f]{2}/gi, '_').length;
}
function parseName(text) {
    if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(text))
        throw new Problem('is neither a name, as contoso, nor a URL, as https://dev.azure.com/contoso');
    if ([...text].length > maxNameLength)
        throw new Problem(`is longer than ${maxNameLength} characters`);
    return encodeURIComponent(text);
}
/** Scheme, host, port, and path in characters that no credential needs: nothing that could stand before an `@`. */
const plainAddress = /^(?:https?:\/\/)?(?:[\p{L}\p{N}.-]+(?: [\p{L}\p{N}.-]{1,15})*|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[\p{L}\p{N}._~ -]*)*$/iu;
/**
 * How a message may quote what was set: people write credentials into addresses in more ways than URLs have, so what is
 * not plainly an address, and every part that is as long as a token, is hidden.
 */
function quoteOrganization(text) {
    if (isPlain(text))
        return text;
    const [, scheme = '', rest = ''] = /^(https?:\/\/)?.*@([^@]*)$/is.exec(text) ?? [];
    return isPlain(rest) ? `${scheme}***@${rest}` : '***';
}
function isPlain(text) {
    return plainAddress.test(text) && text.split(/[/.: ]/).every(part => part.length <= maxNameLength);
}
/**
 * Whether a URL's host is this machine itself. Names below `localhost` are not: they go to a proxy or a DNS server,
 * which decides where they lead.
 */
function isLoopback(hostname) {
    return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
/**
 * The page of a build. Built here and never taken from an answer, so that nobody can lead a reader elsewhere. Team
 * Foundation Server 2018 and older have it at another address.
 * @param apiVersion the one that the server understands
 */
function buildPage(organization, project, id, apiVersion = '7.1') {
    const page = Number.parseFloat(apiVersion) < 5 ? 'index' : 'results';
    return `${organization.url}/${encodeURIComponent(project.toWellFormed())}/_build/${page}?buildId=${id}`;
}
/** The page with all builds of a pipeline. */
function pipelinePage(organization, project, id, apiVersion = '7.1') {
    const page = Number.parseFloat(apiVersion) < 5 ? '/index' : '';
    return `${organization.url}/${encodeURIComponent(project.toWellFormed())}/_build${page}?definitionId=${id}`;
}

;// CONCATENATED MODULE: ./build/core/result/outputs.js
/** Every output, once, under its GitHub name; on Azure the same words in camelCase. */
const outputs = {
    outcome: '`found` (nothing was judged), `passed`, `failed`, `none`, `started` (and not waited for), `timed-out`, `canceled`, `dry-run`, or `error`.',
    count: 'Number of builds returned.',
    truncated: '`false` only when everything that matches was returned.',
    'build-id': 'ID of the first build in {order}. Empty, like all that follow, if there is none.',
    'build-number': 'Its build number.',
    'build-status': 'Its status: `completed`, `inProgress`, `notStarted`, …',
    'build-result': 'Its result: `succeeded`, `partiallySucceeded`, `failed`, or `canceled`; empty until it is completed.',
    'build-url': 'Its page.',
    'pipeline-id': 'ID of its pipeline.',
    'pipeline-name': 'Name of its pipeline.',
    'source-branch': 'Its branch, as `refs/heads/main`.',
    'source-version': 'Its commit.',
    'queue-time': 'When it was queued, ISO 8601 in UTC.',
    'start-time': 'When it started.',
    'finish-time': 'When it finished.',
    builds: 'JSON array of the builds with the fields `id`, `buildNumber`, `status`, `result`, `url`, `project`, `pipelineId`, `pipelineName`, `sourceBranch`, `sourceVersion`, `queueTime`, `startTime`, `finishTime`; as many as fit in 32 KiB.',
    'builds-file': 'Absolute path of a JSON array with every returned build as the service sent it, except for redactions.',
    failure: 'One line: why the first judged build failed.',
    failures: 'JSON array of failures, at most 32 KiB: `buildId`, `stage`, `job`, `task`, `kind`, `messages`, `count`, `url`.',
    artifacts: 'JSON array of downloaded artifacts: `name`, `type`, `path`, `files`, `bytes`.',
    'artifacts-path': 'Absolute folder of the downloaded artifacts.',
};
const outputNames = Object.keys(outputs);

// EXTERNAL MODULE: ./build/core/artifacts/requests.js
var requests = __nccwpck_require__(322);
;// CONCATENATED MODULE: ./build/core/show/dry-run.js












/** The variable that the shown commands read the token from; the name that Microsoft's own command line uses. */
const variable = 'AZURE_DEVOPS_EXT_PAT';
/** What a dry run shows before its commands. */
const dryRunNotice = `# No request is sent. Each command reads the token from ${variable}.`;
/**
 * Every request that would be sent, as commands for a terminal that read the token from a variable, with a word on
 * those that depend on the response to another.
 */
function describeRequests(settings) {
    const { query, start } = settings;
    if (start !== undefined)
        return [dryRunNotice, ...describeStartRequests(settings, start)];
    const lines = [dryRunNotice];
    const every = query.projects.includes('*');
    if (every)
        lines.push('# The projects. What follows is sent for each of them:', curlCommand(settings, projectsRequest(0)));
    const names = query.pipelines.map(parsePipeline);
    const ids = names.flatMap(({ id }) => id ?? []);
    const lookedUp = names.filter(({ id }) => id === undefined);
    for (const project of every ? ['PROJECT'] : unique(query.projects)) {
        if (lookedUp.length > 2)
            lines.push('# The IDs of the pipelines:', curlCommand(settings, pipelinesRequest(project, undefined, 0)));
        else
            for (const { written, name } of lookedUp)
                lines.push(`# The ID of the pipeline ${written}:`, curlCommand(settings, pipelinesRequest(project, name, 0)));
        // No pipeline has the ID 0, so the command as it is shown finds nothing; without definitions it would find all.
        const target = { project, pipelines: [...new Set(ids), ...(lookedUp.length > 0 ? [0] : [])] };
        for (const partition of splitByStatus(query)) {
            if (lookedUp.length > 0)
                lines.push(`# With ${(0,base_text/* counted */.hS)(lookedUp.length, 'ID')} found above in place of 0:`);
            lines.push(curlCommand(settings, buildsRequest(query, target, partition, 0)));
        }
    }
    return [...lines, ...explainLines(settings), ...artifactsLines(settings)];
}
/** What is requested when a judged build fails, and while one is waited for. */
function explainLines(settings) {
    const { explain, rules, wait, query } = settings;
    if (!explain || (rules.requireResult.length === 0 && wait === undefined))
        return [];
    const [project = ''] = query.projects;
    const build = { id: 0, project: project === '*' ? 'PROJECT' : project };
    return [
        '# For each build that fails, or is waited for: what it went through. Put its ID in place of 0:',
        curlCommand(settings, timelineRequest(build, 0)),
        '# If that gives no reason, lines of at most two logs, with their IDs and lines in place of 0:',
        curlCommand(settings, logRequest(build, { logId: 0, startLine: 0, endLine: 0 }, 0)),
    ];
}
/** What is requested when a build was found, and no rule is broken. */
function artifactsLines(settings) {
    if (settings.artifacts === undefined)
        return [];
    const [project = ''] = settings.query.projects;
    const build = { id: 0, project: project === '*' ? 'PROJECT' : project, pipelineId: 0 };
    const name = (0,glob/* isGlob */.y)(settings.artifacts.names[0] ?? '*') ? 'ARTIFACT' : (settings.artifacts.names[0] ?? '');
    return [
        '# The artifacts of the first build. Put its ID in place of 0:',
        curlCommand(settings, (0,requests/* listRequest */.Yq)(build, 0)),
        '# A signed URL for each pipeline artifact, with the IDs of the pipeline and the build in place of 0:',
        curlCommand(settings, (0,requests/* signedContentRequest */.hb)(build, name, 0)),
        '# What that URL names is downloaded without the token. A container artifact is downloaded with it:',
        curlCommand(settings, (0,requests/* containerRequest */.t8)(build, name, 0)),
    ];
}
/** Requests that start a build, and check it afterwards. */
function describeStartRequests(settings, start) {
    const { project, pipeline } = start;
    const { id, name } = parsePipeline(pipeline);
    const asked = askedOf(start, id ?? 0);
    // No pipeline has the ID 0, so the commands as they are shown do nothing.
    const looked = id === undefined ? [`# With the ID found above in place of 0:`] : [];
    const known = onlyThese(settings.query, [0]);
    const poll = () => splitByStatus(known).map(partition => curlCommand(settings, buildsRequest(known, { project, pipelines: [] }, partition, 0)));
    const lookup = [`# The ID of the pipeline ${pipeline}:`, curlCommand(settings, pipelinesRequest(project, name, 0))];
    return [
        ...(id === undefined ? lookup : []),
        '# The pipeline, and its newest builds:',
        ...looked,
        curlCommand(settings, pipelineRequest(project, asked.pipelineId, 0)),
        curlCommand(settings, buildsBeforeRequest(project, asked.pipelineId, 0)),
        '# Starts the build. Values of parameters and variables are hidden:',
        ...looked,
        curlCommand(settings, startRequest(asked, 0), startBody(hiddenValues(asked))),
        ...(settings.wait === undefined
            ? []
            : ['# The build, until it is completed, with its ID in place of 0:', ...poll()]),
    ];
}
function hiddenValues(asked) {
    const hidden = (values) => new Map([...values.keys()].map(name => [name, '***']));
    return { ...asked, parameters: hidden(asked.parameters), variables: hidden(asked.variables) };
}
/**
 * A request as a command for a POSIX shell. The token is read from a variable.
 * @param body as it may be shown; left out unless set
 */
function curlCommand({ service, output }, request, body) {
    const address = urlOf(service.url, request, service.apiVersion || defaultApiVersion);
    const token = `"$${variable}"`;
    const authentication = output.scheme === 'Basic'
        ? `--user ${quoted(`${output.username}:`)}${token}`
        : `--header 'Authorization: Bearer '${token}`;
    const method = methodOf(request);
    const headers = Object.entries(headersOf(request))
        .filter(([name]) => name !== 'Accept-Encoding')
        .map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`);
    return [
        'curl --compressed --fail-with-body',
        ...(method === 'GET' ? [] : [`--request ${method}`]),
        authentication,
        ...headers,
        ...(body === undefined ? [] : [`--header 'Content-Type: application/json' --data ${quoted(body)}`]),
        quoted(address),
    ].join(' ');
}
/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

;// CONCATENATED MODULE: ./build/core/show/error.js




function errorText(error, { context, organization, scope: needed = 'Build (Read)' }) {
    const { what, why, fix } = causes/* causes */.p[error.reason];
    const scope = (error instanceof errors/* ServiceError */._7 && error.request.scope) || needed;
    const spell = (text) => spellNames(text.replaceAll('{tokens page}', tokensPage(organization)).replaceAll('{scope}', scope), context);
    return {
        what: spell(what),
        why: spell(why),
        fix: spell(fix),
        docs: docsOf(error.reason),
        details: [...error.details, ...error.explained.flatMap(one => explainedLines(one, error.reason, spell))],
        request: error instanceof errors/* ServiceError */._7 ? requestLine(error) : undefined,
    };
}
/** A message of the service, and what to do about it unless that is said of the error as a whole. */
function explainedLines({ said, reason }, whole, spell) {
    return reason === whole ? [said] : [said, `  Fix: ${spell(causes/* causes */.p[reason].fix)}`];
}
/** The page of the user's own tokens: https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate */
function tokensPage(organization) {
    return organization === undefined ? 'User settings, Personal access tokens' : `${organization}/_usersSettings/tokens`;
}
function docsOf(reason) {
    return `${repository}/blob/main/docs/troubleshooting.md#${reason}`;
}
function requestLine({ request: { method, url, status, attempts, activityId } }) {
    if (method === undefined || url === undefined)
        return undefined;
    const response = status === undefined ? 'no response' : String(status);
    const more = [
        attempts !== undefined && attempts > 1 ? `${attempts} attempts` : '',
        activityId ? `activity ${activityId}` : '',
    ];
    return [`${method} ${url}: ${response}`, ...more].filter(part => part !== '').join(', ');
}
/** An error for the log: what happened, then Why, Fix, Docs, and the request, a line each. */
function errorMessage(error, context) {
    const { what, why, fix, docs, details, request } = errorText(error, context);
    return [
        what,
        `  Why:  ${why}`,
        `  Fix:  ${fix}`,
        `  Docs: ${docs}`,
        ...details.map(detail => `  ${detail}`),
        ...(request === undefined ? [] : [`  ${request}`]),
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/core/show/sentence.js


/** A sentence as plain text. */
function plain(sentence, { context }) {
    return sentence
        .map(part => {
        if (typeof part === 'string')
            return part;
        return 'input' in part ? inputNameOn(part.input, context) : nameOf(part);
    })
        .join('');
}

;// CONCATENATED MODULE: ./build/core/show/log.js









/** So many builds get a line each; a log of a hundred thousand lines helps nobody. */
const listedBuilds = 200;
/** What is queried, with what authentication, and through which proxy. @param proxy URL, of which only the host is shown */
function introduction(settings, proxy) {
    const { scheme, tokenSource } = settings.output;
    return [
        `${describeQuery(settings)}.`,
        `Authentication: ${tokenSource} (${scheme}).`,
        ...(proxy === undefined ? [] : [`Proxy: ${proxyHost(proxy)}.`]),
    ];
}
function proxyHost(proxy) {
    return URL.canParse(proxy) ? new URL(proxy).host : 'not a URL';
}
/** A warning when the expiration date of the token is near or past. */
function expiryWarnings({ output }, now) {
    const warning = expiryWarning(output.patExpiresOn, now);
    return warning === undefined ? [] : [spellNames(warning, output.context)];
}
/** `Checked 412 builds: 3 match, 380 are on other branches and 29 for other commits.` The most come first. */
function describeCounts({ checked, leftOut }, returned) {
    const reasons = [...leftOut]
        .sort(([, a], [, b]) => b - a)
        .map(([why, count]) => `${(0,base_text/* grouped */.zD)(count)} ${count === 1 ? 'is' : 'are'} ${why}`);
    const matches = `${(0,base_text/* grouped */.zD)(returned)} ${returned === 1 ? 'matches' : 'match'}`;
    return `Checked ${(0,base_text/* counted */.hS)(checked, 'build')}: ${[matches, ...reasons].join(', ')}.`;
}
/** One aligned line for each build: result, number, pipeline, branch, commit, age, duration. */
function buildLines(builds, count, now, more) {
    const rows = builds.slice(0, listedBuilds).map(build => cells(build, now));
    const widths = rows.reduce((most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)), []);
    const lines = rows.map(row => row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd());
    const left = count - lines.length;
    return left > 0 ? [...lines, `… and ${(0,base_text/* counted */.hS)(left, 'more build', 'more builds')}, all of them in ${more}`] : lines;
}
function cells(build, now) {
    const duration = durationOf(build);
    return [
        `${log_marks.get(stateOf(build)) ?? '·'} ${stateOf(build)}${build.deleted ? ', deleted' : ''}`,
        (0,base_text/* shorten */.ml)(build.buildNumber || String(build.id), 40),
        (0,base_text/* shorten */.ml)(build.pipelineName, 40),
        (0,base_text/* shorten */.ml)(shortRef(build.sourceBranch), 40),
        shortVersion(build.sourceVersion),
        age(build, now),
        duration === undefined ? '' : formatDuration(duration),
    ];
}
/** Plain characters, which every log can show. */
const log_marks = new Map([
    ['succeeded', '✓'],
    ['partiallySucceeded', '!'],
    ['failed', '✗'],
    ['canceled', '-'],
    ['inProgress', '▶'],
    ['notStarted', '…'],
    ['cancelling', '-'],
    ['postponed', '…'],
]);
/** What the log says of the builds. */
function resultLines({ counts, count }) {
    return [describeCounts(counts, count)];
}
/** A broken rule or a warning as a message: what is wrong, and a line for each build. */
function findingMessage(finding, settings, now, pageOf) {
    const { sentence, builds, count } = finding;
    const { context } = settings.output;
    const gate = finding.state === 'broken' ? `${capitalized(failureTitle(finding))}: ` : '';
    const lines = builds.map(build => `  ${describeBuild(build, now)} ${pageOf(build)}`);
    const more = count > builds.length ? [`  and ${(0,base_text/* counted */.hS)(count - builds.length, 'more build')}`] : [];
    const rule = ruleText(finding, settings);
    return [`${gate}${plain(sentence, { context })}${rule === '' ? '' : ` ${rule}`}`, ...lines, ...more].join('\n');
}
/** What a broken rule means, in two words. */
function failureTitle({ rule }) {
    return rule === 'start' ? 'start failed' : 'gate failed';
}
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
/** `require-result: succeeded`, as it was set. */
function ruleText({ rule }, { rules, output: { context } }) {
    const value = rule === 'require-result'
        ? rules.requireResult.join(', ')
        : rule === 'max-age' && rules.maxAge !== undefined
            ? formatDuration(rules.maxAge)
            : '';
    return value === '' ? '' : `(${inputNameOn(rule, context)}: ${value})`;
}
/** The last line: the verdict in a few words. */
function verdictLine({ outcome, findings }, { count, builds }, settings) {
    const kept = findings.filter(({ state }) => state === 'kept').map(({ sentence }) => plain(sentence, settings.output));
    const [only] = builds;
    const found = count === 1 && only !== undefined ? `${nameOf(only)} (${stateOf(only)})` : (0,base_text/* counted */.hS)(count, 'build');
    if (outcome === 'passed')
        return `Gate passed: ${found}. ${kept.join(' ')}`;
    if (outcome === 'none')
        return 'No build found.';
    if (outcome === 'started')
        return `Started ${found}. It is not waited for.`;
    return `Found ${found}.`;
}

;// CONCATENATED MODULE: ./build/core/show/summary-table.js






/** A table of the first builds, without columns that are the same in every row. The most telling columns come first. */
function buildTable({ builds, count }, { pageOf, now }, rows) {
    if (count === 0)
        return [];
    const shown = builds.slice(0, rows);
    const columns = columnsFor(pageOf, now).filter(({ key, always }) => always || (shown.length === 1 ? key(shown[0]) !== '' : new Set(shown.map(key)).size > 1));
    const table = [
        `| ${columns.map(({ title }) => title).join(' | ')} |`,
        `|${' --- |'.repeat(columns.length)}`,
        ...shown.map(build => `| ${columns.map(({ cell }) => cell(build)).join(' | ')} |`),
    ].join('\n');
    const left = count - shown.length;
    return left > 0 ? [table, `${(0,base_text/* counted */.hS)(left, 'more build')} not shown. The builds file has all of them.`] : [table];
}
function columnsFor(pageOf, now) {
    const duration = (build) => {
        const time = durationOf(build);
        return time === undefined ? '' : formatDuration(time);
    };
    return [
        {
            title: 'Build',
            key: ({ id }) => String(id),
            cell: build => `${markOf(stateOf(build))}&nbsp;${summary_words_linkTo(build, build.buildNumber || String(build.id), pageOf)}`,
            always: true,
        },
        {
            title: 'Pipeline',
            key: build => build.pipelineName,
            cell: build => (0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(build.pipelineName, 60)),
            always: true,
        },
        {
            title: 'Commit',
            key: build => build.sourceVersion,
            cell: build => (build.sourceVersion === '' ? '' : (0,base_text/* code */.aY)(shortVersion(build.sourceVersion))),
        },
        { title: 'Result', key: stateText, cell: build => onOneLine((0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(stateText(build), 60))) },
        {
            title: 'Branch',
            key: build => build.sourceBranch,
            cell: build => (0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(shortRef(build.sourceBranch), 60)),
        },
        { title: 'Project', key: build => build.project, cell: build => (0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(build.project, 60)) },
        { title: 'When', key: build => when(build, now), cell: build => onOneLine((0,base_text/* markdown */.wD)(when(build, now))) },
        { title: 'Duration', key: duration, cell: build => onOneLine(duration(build)) },
    ];
}
function stateText(build) {
    return `${stateOf(build)}${build.deleted ? ', deleted' : ''}`;
}
/** Narrow pages break a cell at its spaces, which these are too short for. */
function onOneLine(cell) {
    return cell.replaceAll(' ', '&nbsp;');
}

;// CONCATENATED MODULE: ./build/core/show/summary.js










/** The service knows fewer; what else a server sends must not fill the page. */
const maxStates = 20;
/** Fewer builds than this have no figures worth a reader's time. */
const figuresFrom = 5;
/** GitHub refuses a summary of 1 MiB or more as a whole; a page that long is no summary on Azure either. */
const maxBytes = 1024 * 1024 - 1;
const outcomes = {
    found: 'found 🔎',
    passed: 'passed ✅',
    failed: 'failed ❌',
    none: 'none found ➖',
    started: 'started 🚀',
    'timed-out': 'timed out ⌛',
    error: 'error ⛔',
    canceled: 'canceled 🚫',
};
/** The job summary: what was asked, the verdict, each rule, the builds. Markdown for both hosts. */
function summarize(content) {
    const { settings, result, error, sections = [], nothing = [] } = content;
    const head = [
        `## ${summary_titleOf(content)}`,
        ...(error === undefined ? [] : [errorOf(error)]),
        ...(settings === undefined ? [] : findingsOf(content, settings)),
        ...(nothing.length === 0 ? [] : [nothing.map(line => (0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(line, 1000))).join('<br>')]),
        ...sections,
    ];
    const figures = result === undefined || result.count < figuresFrom ? [] : [figuresOf(result), ...trendOf(result.statistics)];
    const question = settings === undefined ? [] : [summary_detailsOf(settings)];
    for (let rows = 50;; rows = Math.floor(rows / 2)) {
        const table = settings === undefined || result === undefined ? [] : buildTable(result, content, rows);
        const page = `${[...head, ...figures, ...table, ...question].join('\n\n')}\n`;
        if (Buffer.byteLength(page) <= maxBytes)
            return page;
        if (rows === 0)
            return `${head
                .slice(0, 3)
                .map(part => (0,base_text/* shorten */.ml)(part, 50_000))
                .join('\n\n')}\n`;
    }
}
/** `web ci on main: passed ✅`: what was asked, as short as a title, and what came of it. */
function summary_titleOf({ settings, verdict, error, canceled }) {
    const outcome = outcomes[error !== undefined ? 'error' : canceled === true ? 'canceled' : (verdict?.outcome ?? 'found')];
    if (settings === undefined)
        return `Azure DevOps builds: ${outcome}`;
    const { pipelines, projects, branch, commit } = settings.query;
    const what = pipelines.length > 0
        ? (0,base_text/* listed */.KE)(pipelines.slice(0, 3))
        : projects.includes('*')
            ? 'every project'
            : (0,base_text/* listed */.KE)(projects.slice(0, 3));
    const more = Math.max(pipelines.length, projects.length) - 3;
    const ref = branch === undefined ? '' : ` on ${shortRef(branch.kind === 'ref' ? branch.ref : branch.pattern)}`;
    const version = commit === undefined ? '' : ` at ${shortVersion(commit.text)}`;
    return `${(0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(`${what}${more > 0 ? ` and ${more} more` : ''}${ref}${version}`, 120))}: ${outcome}`;
}
function errorOf({ what, why, fix, docs, details, request }) {
    const lines = [...details, ...(request === undefined ? [] : [request])].slice(0, 50);
    return [
        `**${(0,base_text/* markdown */.wD)(what)}**`,
        `Why: ${(0,base_text/* markdown */.wD)(why)}<br>Fix: ${(0,base_text/* markdown */.wD)(fix)}<br>[Troubleshooting](${docs})`,
        ...(lines.length === 0 ? [] : [lines.map(line => (0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(line, 1000))).join('<br>')]),
    ].join('\n\n');
}
const findingMarks = { kept: '✅', broken: '❌', warning: '⚠️' };
/** Each rule with its result, and the builds that broke it as a list. */
function findingsOf({ verdict, pageOf, now }, settings) {
    return (verdict?.findings ?? []).map(finding => {
        const { state, sentence, builds, count } = finding;
        const rule = ruleText(finding, settings);
        const text = (0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(plain(sentence, settings.output), 2000));
        const items = builds.map(build => `- ${markOf(stateOf(build))} ${summary_itemOf(build, pageOf, now)}`);
        const more = count > builds.length ? [`- and ${(0,base_text/* counted */.hS)(count - builds.length, 'more build')}`] : [];
        return [
            `${findingMarks[state]} ${text}${rule === '' ? '' : ` ${(0,base_text/* markdown */.wD)(rule)}`}`,
            ...(items.length > 0 ? ['', ...items, ...more] : []),
        ].join('\n');
    });
}
function summary_itemOf(build, pageOf, now) {
    const parts = [
        summary_words_linkTo(build, nameOf(build), pageOf),
        build.sourceVersion === '' ? '' : `for ${(0,base_text/* code */.aY)(shortVersion(build.sourceVersion))}`,
        build.sourceBranch === '' ? '' : `on ${(0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(shortRef(build.sourceBranch), 60))}`,
        (0,base_text/* markdown */.wD)(`${stateOf(build)} ${when(build, now)}`),
    ];
    return parts.filter(part => part !== '').join(' ');
}
function figuresOf({ count, truncated, statistics }) {
    const { byResult, byStatus, completed, passRate } = statistics;
    const counts = [...byResult, ...byStatus].filter(([, amount]) => amount > 0).slice(0, maxStates);
    const states = counts.map(([state, amount]) => `${markOf(state)} ${(0,base_text/* grouped */.zD)(amount)} ${(0,base_text/* code */.aY)((0,base_text/* shorten */.ml)(state, 60))}`);
    const lines = [`**${(0,base_text/* counted */.hS)(count, 'build')}**${truncated ? ' (there may be more)' : ''}: ${(0,base_text/* listed */.KE)(states)}.`];
    const canceled = byResult.get('canceled') ?? 0;
    if (passRate !== undefined) {
        const without = canceled === 0 ? '' : `, without ${(0,base_text/* counted */.hS)(canceled, 'canceled build')}`;
        lines.push(`Pass rate **${percent(passRate)}** of ${(0,base_text/* counted */.hS)(completed - canceled, 'completed build')}${without}.`);
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
/** Results and durations over time. */
function trendOf({ trend }) {
    if (trend.length < figuresFrom)
        return [];
    const results = trend.map(build => markOf(build.result)).join('');
    const durations = trend.map(build => durationOf(build) ?? 0);
    const longest = Math.max(...durations, 1);
    const bars = durations.map(duration => blocks[Math.round((duration / longest) * (blocks.length - 1))]).join('');
    return [
        `The last ${trend.length} completed, oldest first:<br>${results}<br><code>${bars}</code> durations, up to ${formatDuration(longest)}`,
    ];
}
/** The question and the settings, which few readers need. */
function summary_detailsOf(settings) {
    const { rules, wait, output, service } = settings;
    const lines = [
        `Query: ${(0,base_text/* markdown */.wD)((0,base_text/* shorten */.ml)(describeQuery(settings), 2000))}.`,
        ...(rules.requireResult.length > 0 ? [`Required result: ${(0,base_text/* code */.aY)(rules.requireResult.join(', '))}`] : []),
        ...(rules.maxAge !== undefined ? [`Maximum age: ${formatDuration(rules.maxAge)}`] : []),
        ...(wait === undefined
            ? []
            : [
                `Waited at most ${formatDuration(wait.appearTimeout)} to appear and ${formatDuration(wait.waitTimeout)} to complete.`,
            ]),
        `Authentication: ${(0,base_text/* markdown */.wD)(output.tokenSource)} (${output.scheme})${service.apiVersion === '' ? '' : `; API version ${(0,base_text/* code */.aY)(service.apiVersion)}`}`,
    ];
    return `<details><summary>Query and settings</summary>\n\n${lines.join('<br>')}\n\n</details>`;
}

;// CONCATENATED MODULE: ./build/core/flow/report.js















/** What people and later steps see of a run: log, outputs and summary, also of one that ends early. */
class Report {
    step;
    clock;
    /** The builds that are being waited for: outputs of a canceled step. */
    selection;
    settings;
    result;
    verdict;
    nothing = [];
    sections = [];
    outputs = {};
    /** Those of the builds that were found: an answer, which a step that ends in an error does not give. */
    answer = {};
    apiVersion = () => '7.1';
    /** Whether to write a summary if the settings cannot be read. */
    wantsSummary = true;
    constructor(step, clock) {
        this.step = step;
        this.clock = clock;
    }
    /** The inputs, as text. */
    read() {
        const raw = this.step.read();
        this.wantsSummary = raw.summary.toLowerCase() !== 'false';
        return raw;
    }
    /** The page of a build, by the API version that the server understands. */
    pageOf = ({ project, id }) => this.settings === undefined ? '' : buildPage(this.settings.output.organization, project, id, this.apiVersion());
    /** The page of a pipeline. */
    pipelinePage = (project, id) => this.settings === undefined ? '' : pipelinePage(this.settings.output.organization, project, id, this.apiVersion());
    introduce(settings, proxy) {
        this.settings = settings;
        const { host } = this.step;
        host.info(`${product} ${version}`);
        for (const line of introduction(settings, proxy))
            host.info(line);
        for (const warning of expiryWarnings(settings, this.now))
            host.warn(warning);
    }
    /** Links to pages depend on the server. */
    knowServer(service) {
        this.apiVersion = () => service.apiVersion;
    }
    /** What another room adds. */
    add({ outputs = {}, log = [], warnings = [], errors = [], summary = [] }) {
        const { host } = this.step;
        this.outputs = { ...this.outputs, ...outputs };
        for (const line of log)
            host.info(line);
        for (const { text, title } of warnings)
            host.warn(text, title);
        for (const { text, title } of errors)
            host.error(text, title);
        this.sections.push(...summary);
    }
    /** Outputs that later steps need even if this process is killed. */
    setNow(outputs) {
        this.outputs = { ...this.outputs, ...outputs };
        for (const [name, value] of Object.entries(outputs))
            this.step.host.setOutput(name, value);
    }
    /** The builds and the verdict. @param nothing what was searched, if nothing was found */
    tell(settings, result, verdict, nothing) {
        const { host } = this.step;
        this.result = result;
        this.verdict = verdict;
        this.nothing = nothing;
        this.answer = outputsOfResult(result, this.pageOf);
        if (settings.start === undefined)
            for (const line of resultLines(result))
                host.info(line);
        if (result.replaced)
            host.info(`Replaced the file that was at ${result.path}.`);
        if (result.count > 0) {
            const file = inputNameOn('builds-file', settings.output.context);
            host.group((0,base_text/* counted */.hS)(result.count, 'build'), buildLines(result.builds, result.count, this.now, file));
        }
        if (result.cuts.length > 0)
            host.info('The list is incomplete: there may be more builds that match.');
        for (const finding of verdict.findings) {
            const found = findingMessage(finding, settings, this.now, this.pageOf);
            const [first, ...rest] = nothing;
            const message = first === undefined ? found : [first, ...rest.map(line => `  ${line}`)].join('\n');
            if (finding.state === 'broken')
                host.error(message, `Azure DevOps builds: ${failureTitle(finding)}`);
            else if (finding.state === 'warning')
                host.warn(message);
        }
        if (verdict.passes)
            host.info(verdictLine(verdict, result, settings));
    }
    /** Every request, none of them sent. */
    dryRun(settings) {
        for (const line of describeRequests(settings))
            this.step.host.info(line);
        this.conclude('dry-run', {}, { result: 'passed' });
    }
    /** The summary and every output, then the end. */
    async finish(verdict) {
        await this.writeSummary();
        this.step.throwIfUncaught();
        this.conclude(verdict.outcome, { ...this.outputs, ...this.answer }, { result: verdict.passes ? 'passed' : 'failed' });
    }
    /** What ended the run early. */
    async fail(error) {
        const explained = explainByExpiry(error, this.settings?.output.patExpiresOn, this.now);
        try {
            if (explained instanceof errors/* CanceledError */.k3)
                await this.cancel(explained);
            else
                await this.failWith(explained);
        }
        catch (worse) {
            this.step.host.error(`The outputs were not set: ${(0,errors/* messageOf */.bD)(worse)}`);
            this.step.host.end({ result: 'failed' });
        }
    }
    async failWith(error) {
        const { host, context } = this.step;
        const told = error instanceof errors/* StepError */.zg ? error : new errors/* StepError */.zg('unexpected', { details: [(0,errors/* messageOf */.bD)(error)], original: error });
        if (told.reason === 'unexpected' && error instanceof Error)
            host.debug(error.stack ?? '');
        const organization = this.settings?.output.organization.url;
        const scope = this.settings?.start === undefined ? {} : { scope: executeScope };
        const where = { context, ...scope, ...(organization === undefined ? {} : { organization }) };
        host.error(errorMessage(told, where), 'Azure DevOps builds: error');
        await this.writeSummary({ error: errorText(told, where) });
        if (told.reason === 'step-name-refused')
            return this.onlyOutcome();
        this.conclude('error', this.outputs, { result: 'failed' });
    }
    /** What was being waited for is known, and reported; a list that was being read is not. */
    async cancel({ message, signal }) {
        this.step.host.warn(`${message} No more requests are sent.`);
        const { selection, settings } = this;
        if (selection !== undefined && settings !== undefined && this.result === undefined)
            this.result = await collect(selectionBatches(selection), settings, this.step, async () => []);
        if (this.result !== undefined)
            this.answer = outputsOfResult(this.result, this.pageOf);
        await this.writeSummary({ canceled: true });
        this.conclude('canceled', { ...this.outputs, ...this.answer }, { result: 'canceled', signal });
    }
    /** The other outputs are what would overwrite variables of the job. */
    onlyOutcome() {
        this.step.host.setOutput('outcome', 'error');
        this.step.host.end({ result: 'failed' });
    }
    conclude(outcome, outputs, ending) {
        for (const name of outputNames)
            this.step.host.setOutput(name, name === 'outcome' ? outcome : (outputs[name] ?? ''));
        this.step.host.end(ending);
    }
    /** Failing to write the summary must not fail the step. */
    async writeSummary(more = {}) {
        const { settings, result, verdict, nothing, sections, pageOf, step } = this;
        if (!(settings?.output.summary ?? this.wantsSummary))
            return;
        try {
            const page = summarize({
                settings,
                ...(result && { result }),
                ...(verdict && { verdict }),
                nothing,
                sections,
                pageOf,
                now: this.now,
                ...more,
            });
            await step.host.writeSummary(page);
        }
        catch (error) {
            step.host.warn(`The summary was not written: ${(0,errors/* messageOf */.bD)(error)}`);
        }
    }
    get now() {
        return this.clock.now();
    }
}

;// CONCATENATED MODULE: ./build/core/builds/heartbeat.js

/** Milliseconds after the beginning of a wait at which it says what it waits for; then every five minutes. */
const firstBeats = [60_000, 120_000, 300_000];
const laterBeats = 300_000;
/** Rests between polls, and says now and then what is waited for. */
class Heartbeat {
    tools;
    timeout;
    text;
    more;
    began;
    beats = 0;
    /**
     * @param timeout milliseconds that the wait may take
     * @param text says what is waited for, with elapsed and remaining time
     * @param more lines that follow it
     */
    constructor(tools, timeout, text, more = async () => []) {
        this.tools = tools;
        this.timeout = timeout;
        this.text = text;
        this.more = more;
        this.began = tools.clock.now();
    }
    /**
     * Rests until the next poll: never shorter than the interval, and a little longer, so that jobs that started together
     * do not poll together.
     * @param interval milliseconds
     * @param deadline milliseconds since 1970
     */
    async rest(interval, deadline) {
        const { clock, random, signal, say } = this.tools;
        const until = Math.min(clock.now() + interval * (1 + random() / 10), deadline);
        for (let now = clock.now(); now < until; now = clock.now()) {
            await clock.sleep(Math.min(until, Math.max(this.next, now)) - now, signal);
            if (clock.now() < this.next)
                continue;
            while (clock.now() >= this.next)
                this.beats++;
            if (clock.now() >= deadline)
                continue;
            say(this.text(this.time()));
            for (const line of await this.more())
                say(line);
        }
    }
    get next() {
        const first = firstBeats[this.beats];
        return this.began + (first ?? (this.beats - firstBeats.length + 2) * laterBeats);
    }
    time() {
        const elapsed = this.tools.clock.now() - this.began;
        const inSeconds = (time) => formatDuration(Math.ceil(time / 1000) * 1000);
        return `${inSeconds(elapsed)} elapsed, ${inSeconds(Math.max(0, this.timeout - elapsed))} remaining`;
    }
}

;// CONCATENATED MODULE: ./build/core/builds/wait.js








/** A failed poll has been retried already; so many more in a row do not end the wait. */
const maxFailedPolls = 3;
/** Milliseconds for the poll when time is up, so that a build that has just ended is not missed. */
const lastPoll = 10_000;
/** Milliseconds that a new build may take to show in lists, and clocks may differ by. */
const overlap = 30_000;
/** So many builds are named in a line. */
const maxNamedBuilds = 10;
/** Waits until builds match, then until all of them are completed. */
async function waitForBuilds(service, query, settings, targets, tools) {
    const wait = new Wait(service, query, settings, targets, tools);
    const late = await wait.appear();
    if (late)
        return wait.result('to appear');
    return wait.result((await wait.complete()) ? 'to complete' : undefined);
}
/** Waits until builds that are known already are completed. */
async function waitForKnown(service, query, settings, builds, tools) {
    const wait = new Wait(service, query, settings, nowhere, tools, builds);
    return wait.result((await wait.complete()) ? 'to complete' : undefined);
}
const nowhere = { projects: [], each: [], named: Promise.resolve([]) };
class Wait {
    service;
    query;
    settings;
    targets;
    tools;
    builds;
    counts;
    cuts = [];
    more = false;
    named = [];
    /** Builds queued before this time have been seen. */
    since;
    constructor(service, query, settings, targets, tools, builds = []) {
        this.service = service;
        this.query = query;
        this.settings = settings;
        this.targets = targets;
        this.tools = tools;
        this.builds = builds;
    }
    result(late) {
        return { ...this.selection, ...(late === undefined ? {} : { late }) };
    }
    get selection() {
        const { builds, cuts, more, counts } = this;
        return {
            builds: builds.toSorted(compareBy(this.query.order)),
            cuts,
            more,
            counts: counts ?? { checked: 0, leftOut: new Map() },
        };
    }
    /** Pipelines that were named and have no matching build yet. */
    get missing() {
        return this.named.filter(pipeline => !this.builds.some(found => isOf(pipeline, found)));
    }
    /** Whether builds of other pipelines may still appear, and count then. */
    get mayJoin() {
        const { commit, pipelines, maxBuildsPerPipeline, top } = this.query;
        return (commit !== undefined && pipelines.length === 0 && maxBuildsPerPipeline === 1 && top === Number.POSITIVE_INFINITY);
    }
    get open() {
        return this.builds.filter(({ build }) => !isCompleted(build));
    }
    /** @returns whether time ran out */
    async appear() {
        const { clock, say } = this.tools;
        const deadline = clock.now() + this.settings.appearTimeout;
        const tolerate = tolerance(say);
        const beat = new Heartbeat(this.tools, this.settings.appearTimeout, left => `${this.missingText()}; ${left}.`);
        let limit = clock.now() + this.query.queryTimeout;
        for (let polls = 1;; polls++) {
            // A poll that failed says nothing of builds: the last one must not end in "no build".
            await tolerate(() => this.look(limit), () => clock.now() < deadline);
            this.named = await this.targets.named;
            if (this.builds.length > 0 && this.missing.length === 0)
                return false;
            const left = deadline - clock.now();
            // Without the others, what has appeared is waited for and judged, with what was asked for if some are missing.
            if (left <= 0)
                return this.builds.length === 0 || this.settings.ifNone === 'fail';
            if (polls === 1)
                say(`${this.missingText()}. Checking again for ${inSeconds(left)}.`);
            await beat.rest(this.settings.pollInterval, deadline);
            limit = this.limitOf(deadline);
        }
    }
    /** @returns whether time ran out */
    async complete() {
        const { clock, say, progress } = this.tools;
        const { waitTimeout, pollInterval } = this.settings;
        const deadline = clock.now() + waitTimeout;
        const tolerate = tolerance(say);
        const beat = new Heartbeat(this.tools, waitTimeout, left => `Waiting for ${this.openText()}; ${left}.`, () => this.describe());
        this.announce();
        for (;;) {
            if (this.open.length === 0 && !(await this.joined(deadline, tolerate)))
                return false;
            const left = deadline - clock.now();
            if (left <= 0)
                return true;
            progress(Math.min(99, Math.round((1 - left / waitTimeout) * 100)), `Waiting for ${this.openText()}`);
            await beat.rest(pollInterval, deadline);
            const limit = this.limitOf(deadline);
            const poll = () => this.poll(limit);
            await (clock.now() < deadline ? tolerate(poll) : forgive(poll, say));
        }
    }
    /** The last look before the verdict. @returns whether a build joined that is not completed */
    async joined(deadline, tolerate) {
        if (!this.mayJoin)
            return false;
        await tolerate(() => this.look(this.limitOf(deadline)));
        return this.open.length > 0;
    }
    /** Looks at the known builds by their IDs, and for newer ones only where others may still appear. */
    async poll(limit) {
        const [fresh] = await Promise.all([
            readByIds(this.service, this.query, this.open, limit),
            this.mayJoin && this.look(limit),
        ]);
        this.update(fresh);
    }
    /** Looks for builds that match: the first time for all, later for those that were queued since. */
    async look(limit) {
        const began = instantOf(this.service.now() - overlap);
        const found = await findAll(this.service, this.newer(), this.targets, limit);
        if (this.counts === undefined)
            this.more = found.more;
        this.counts ??= found.counts;
        this.cuts = [...this.cuts, ...found.cuts];
        this.since = [began, found.counts.undecided].filter(time => time !== undefined).sort()[0];
        this.add(found.builds);
    }
    /** Without limits of time, every poll would read the whole history again. */
    newer() {
        const { query, since } = this;
        if (since === undefined || query.order.time !== 'queueTime' || !query.order.descending)
            return query;
        return { ...query, minTime: query.minTime !== undefined && query.minTime > since ? query.minTime : since };
    }
    /** A pipeline's build is fixed once it appeared. */
    add(found) {
        const { maxBuildsPerPipeline = Number.POSITIVE_INFINITY, top } = this.query;
        const next = [...this.builds];
        for (const one of found) {
            const ofPipeline = next.filter(({ build, target }) => build.pipelineId === one.build.pipelineId && target === one.target);
            if (next.length < top &&
                ofPipeline.length < maxBuildsPerPipeline &&
                !next.some(({ build }) => build.id === one.build.id))
                next.push(one);
        }
        if (next.length === this.builds.length)
            return;
        if (this.builds.length > 0)
            for (const { build } of next.slice(this.builds.length))
                this.tools.say(`${nameOf(build)} appeared: ${this.tools.pageOf(build)}`);
        this.builds = next;
        this.tools.onChange(this.selection);
    }
    /** Puts what was seen anew in the place of what was known, with a line for each change. */
    update(fresh) {
        const seen = new Map(fresh.map(found => [found.build.id, found]));
        this.builds = this.builds.map(old => {
            const found = seen.get(old.build.id);
            if (found === undefined)
                return old;
            const [before, after] = [stateOf(old.build), stateOf(found.build)];
            if (before !== after)
                this.tools.say(`${nameOf(found.build)}: ${before} → ${after}`);
            return { ...found, target: old.target };
        });
        this.tools.onChange(this.selection);
    }
    /** Until when a poll may take. */
    limitOf(deadline) {
        const now = this.tools.clock.now();
        return Math.min(Math.max(deadline, now + lastPoll), now + this.query.queryTimeout);
    }
    announce() {
        const { say, pageOf } = this.tools;
        const { open, builds } = this;
        if (open.length === 0) {
            say(builds.length === 1 ? 'The build is already completed.' : `All ${builds.length} builds are already completed.`);
            return;
        }
        for (const { build } of open.slice(0, maxNamedBuilds))
            say(`Waiting for ${nameOf(build)} (${stateOf(build)}): ${pageOf(build)}`);
        if (open.length > maxNamedBuilds)
            say(`Waiting for ${open.length - maxNamedBuilds} more builds.`);
    }
    async describe() {
        return (await this.tools.describe?.(this.open.map(({ build }) => build))) ?? [];
    }
    missingText() {
        if (this.builds.length === 0 || this.missing.length === 0)
            return 'No build matches yet';
        return `No build matches yet for ${(0,base_text/* listed */.KE)(this.missing.map(({ written }) => written))}`;
    }
    openText() {
        const { open } = this;
        const [only] = open;
        if (open.length === 1 && only !== undefined)
            return `${nameOf(only.build)} (${stateOf(only.build)})`;
        return (0,base_text/* counted */.hS)(open.length, 'build');
    }
}
function inSeconds(left) {
    return formatDuration(Math.ceil(left / 1000) * 1000);
}
/** Runs a poll that may fail a few times in a row. */
function tolerance(say) {
    let failures = 0;
    return async (poll, goesOn = () => true) => {
        try {
            await poll();
            failures = 0;
        }
        catch (error) {
            const transient = error instanceof errors/* ServiceError */._7 && error.transient;
            if (!transient || ++failures > maxFailedPolls || !goesOn())
                throw error;
            const [what] = error.message.split('\n');
            say(`This poll failed (${failures} of at most ${maxFailedPolls} in a row), the wait goes on: ${what}`);
        }
    };
}
/** The poll when time is up: where it fails, time has run out all the same. */
async function forgive(poll, say) {
    await poll().catch(error => {
        if (!(error instanceof errors/* ServiceError */._7))
            throw error;
        say(`The last poll failed: ${error.message.split('\n')[0]}`);
    });
}

;// CONCATENATED MODULE: ./build/core/start/stop-build.js



/** Milliseconds: hosts give a canceled step 7.5 s after SIGINT and 2.5 s after SIGTERM, in which outputs are set, too. */
const stopTime = 4_000;
/**
 * Cancels a build with one request, and does not wait until it has stopped. Never throws: the step ends anyway.
 * @param project as it was queried
 */
async function stopBuild(service, project, build, tools) {
    const { clock, say, warn, pageOf } = tools;
    if (isCompleted(build))
        return;
    const name = `${nameOf(build)} ${pageOf(build)}`;
    const request = stopRequest(project, build.id, clock.now() + stopTime);
    // The signal of the step has been aborted, and would end this request, too.
    const signal = new AbortController().signal;
    try {
        await service.request({ ...request, signal }, () => undefined);
        say(`Stopping the build, because the job was canceled: ${name}`);
    }
    catch (error) {
        warn(`The build was not stopped: ${name}\n${(0,errors/* messageOf */.bD)(error)}`);
    }
}

;// CONCATENATED MODULE: ./build/core/flow/starting.js







/** Milliseconds that a canceled step waits for the ID of the build that it is starting, so that it can stop it. */
const grace = 4_000;
/** The part of a run that starts a build, waits for it, and stops it if the step is canceled. */
class Starting {
    service;
    settings;
    start;
    tools;
    found;
    constructor(service, settings, start, tools) {
        this.service = service;
        this.settings = settings;
        this.start = start;
        this.tools = tools;
    }
    /** @throws StepError if no build was started, or if one may have been */
    async run() {
        const { service, settings, tools } = this;
        const started = await this.startOne();
        const selection = selectionOf(started.found);
        const isFalse = started.differences.length > 0 || started.errors.length > 0;
        if (isFalse || settings.wait === undefined)
            return { started, batches: selectionBatches(selection) };
        const { late, ...waited } = await waitForKnown(service, settings.query, settings.wait, [started.found], {
            ...tools.wait,
            onChange: changed => this.change(changed),
        });
        const differences = waited.builds.flatMap(found => differencesNow(started, found));
        return {
            started: { ...started, differences },
            batches: selectionBatches(waited),
            ...(late === undefined ? {} : { late }),
        };
    }
    /** Stops the build if it is to be stopped with the step. @param error that ended the step */
    async stopAfter(error) {
        if (!(error instanceof errors/* CanceledError */.k3) || this.start.onCancel !== 'stop' || this.found === undefined)
            return;
        await stopBuild(this.service, this.found.target, this.found.build, this.tools);
    }
    async startOne() {
        const { service, start, tools } = this;
        const over = new AbortController();
        const startSignal = start.onCancel === 'stop' ? later(tools.signal, tools.clock, over.signal) : tools.signal;
        try {
            return await startBuild(service, start, {
                ...tools,
                startSignal,
                onStarted: found => this.change(selectionOf(found)),
            });
        }
        finally {
            over.abort();
        }
    }
    change(selection) {
        this.found = selection.builds[0];
        this.tools.onChange(selection);
    }
}
function selectionOf(found) {
    return { builds: [found], counts: noCounts, cuts: [], more: false };
}
/** Aborted some time after another signal is. @param over aborted when it is no longer needed */
function later(signal, clock, over) {
    const controller = new AbortController();
    const wait = () => {
        clock.sleep(grace, over).then(() => controller.abort(signal.reason), () => undefined);
    };
    if (signal.aborted)
        wait();
    else
        signal.addEventListener('abort', wait, { once: true, signal: over });
    return controller.signal;
}

;// CONCATENATED MODULE: ./build/core/flow/select-builds.js








/** The builds that match now, or those that were waited for. */
async function selectBuilds(flow, settings) {
    const { service, tools } = flow;
    const { query, wait } = settings;
    const deadline = tools.clock.now() + query.queryTimeout;
    const targets = await findTargets(service, query, deadline);
    if (wait === undefined)
        return { batches: findBuilds(service, query, targets, deadline), targets };
    const { late, ...selection } = await waitForBuilds(service, query, wait, targets, waiting(flow, settings));
    const batches = batchesOf(service, query, selection, tools.clock.now() + query.queryTimeout);
    return { batches, targets, ...(late && { late }) };
}
/** The part of a run that starts a build; undefined if none is started. */
function openStarting(flow, settings) {
    const { step, report, tools, service } = flow;
    if (settings.start === undefined)
        return undefined;
    return new Starting(service, settings, settings.start, {
        ...tools,
        ...speaking(step),
        pageOf: report.pageOf,
        pipelinePage: report.pipelinePage,
        wait: waiting(flow, settings),
        onChange: changed => {
            const isNew = report.selection === undefined;
            report.selection = changed;
            if (isNew)
                report.setNow(outputsOfBuild(changed.builds[0]?.build, report.pageOf));
        },
    });
}
function waiting({ step, report, tools, service }, { explain }) {
    const watch = new Watch({ service, redact: step.redact, pageOf: report.pageOf });
    return {
        ...tools,
        ...speaking(step),
        progress: (percent, text) => step.host.progress(percent, text),
        pageOf: report.pageOf,
        ...(explain ? { describe: (open) => watch.describe(open) } : {}),
        onChange: changed => {
            report.selection = changed;
        },
    };
}

;// CONCATENATED MODULE: ./build/core/credential/credential.js
/** Hiding anything shorter would blank out the log. */
const minTokenLength = 8;
/** A JSON Web Token: three parts, the first an object in Base64. Never told by length; formats change. */
function isJwt(token) {
    return /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
}
/** The credential of a token: `Basic base64(username:token)`; `Bearer` for a JSON Web Token, and for the job's own. */
function credentialOf({ token, source }, username) {
    if (isJwt(token) || source === 'job access token')
        return { scheme: 'Bearer', authorization: `Bearer ${token}` };
    return { scheme: 'Basic', authorization: `Basic ${base64(`${username}:${token}`)}` };
}
/**
 * Every form in which a token could show up, longest first, and the parts of a value that is a credential or several
 * lines rather than a token. Empty for a value that is no secret.
 */
function secretForms(value, username) {
    return isReference(value) ? [] : credential_formsOf([value, ...value.split(/\s+/), ...hiddenToken(value)], username);
}
/**
 * Every form of some secrets for a host to hide, longest first: as they are, without white space around, as the
 * credential that is sent, in Base64 behind a prefix of any length, percent-encoded, and inside JSON.
 */
function credential_formsOf(secrets, username = '') {
    const forms = secrets
        .flatMap(secret => [secret, secret.trim()])
        .filter(secret => secret.trim().length >= minTokenLength)
        .flatMap(secret => [
        secret,
        encodeURIComponent(secret.toWellFormed()),
        JSON.stringify(secret).slice(1, -1),
        ...spellings(base64(`${username}:${secret}`)),
        ...[0, 1, 2].flatMap(shift => spellings(wholeGroups(secret, shift))),
    ]);
    return [...new Set(forms)].filter(form => form.trim().length >= minTokenLength).sort((a, b) => b.length - a.length);
}
/** Base64 without and with its padding, and with the alphabet of URLs: https://www.rfc-editor.org/rfc/rfc4648 */
function spellings(encoded) {
    const bare = encoded.replace(/=+$/, '');
    return [encoded, bare, bare.replaceAll('+', '-').replaceAll('/', '_')];
}
/** What every Base64 of the text behind a prefix has in common, by the length of that prefix modulo 3. */
function wholeGroups(text, shift) {
    const bytes = Buffer.from(text, 'utf8').subarray(shift);
    return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
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
    if (token.length < minTokenLength)
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

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
;// CONCATENATED MODULE: ./build/core/credential/escapes.js
/**
 * Texts are handled here as bytes: one character, U+0000 to U+00FF, for each byte of UTF-8. Each byte then stands for
 * itself in any case, and percent-encoded bytes need no decoding of their own.
 */
function asBytes(text) {
    return isAscii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
/** The text of such bytes. */
function asText(bytes) {
    return isAscii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}
const isAscii = /^[\0-\x7f]*$/;
/**
 * How a character is written in JSON and scripts (`\u0041`, `\x41`, `\"`), in URLs (`%41`), in HTML (`&#65;`, `&#x41;`,
 * `&quot;`), and as the full-width twin that text.ts writes for some.
 */
const escapes_escapes = /[\\%]ud[89ab][\da-f]{2}[\\%]ud[c-f][\da-f]{2}|[\\%]u[\da-f]{4}|\\x[\da-f]{2}|\\["'\\/bfnrt]|%[\da-f]{2}|&#(?:\d{1,7}|x[\da-f]{1,6});|&(?:quot|apos|amp|lt|gt);|\xef(?:\xbc[\x81-\xbf]|\xbd[\x80-\x9e])/gi;
const escapes_named = {
    b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', quot: '"', apos: "'", amp: '&', lt: '<', gt: '>',
}; // biome-ignore format: a table
/** The bytes with one level of escapes taken away; the same string when there is none. */
function unescaped(bytes) {
    return bytes.replace(escapes_escapes, meaning);
}
/** The parts of some bytes that are less than `reach` from an escape; elsewhere taking escapes away changes nothing. */
function nearEscapes(bytes, reach) {
    const parts = [];
    let [start, end] = [0, 0];
    for (escapes_escapes.lastIndex = 0;;) {
        const { 0: written = '', index = Number.POSITIVE_INFINITY } = escapes_escapes.exec(bytes) ?? {};
        if (index - reach > end) {
            if (end > start)
                parts.push(bytes.slice(start, end + reach));
            if (written === '')
                return parts.join('\0');
            start = Math.max(0, index - reach);
        }
        end = index + written.length;
    }
}
/** For each byte of `unescaped(bytes)`, and for its end, where what it came from begins. */
function originsOf(bytes) {
    const origins = new Uint32Array(bytes.length + 1);
    let size = 0;
    let from = 0;
    const copyTo = (end) => {
        while (from < end)
            origins[size++] = from++;
    };
    for (const { 0: written, index } of bytes.matchAll(escapes_escapes)) {
        copyTo(index);
        const end = size + meaning(written).length;
        origins.fill(index, size, end);
        size = end;
        from = index + written.length;
    }
    copyTo(bytes.length);
    origins[size] = bytes.length;
    return origins.subarray(0, size + 1);
}
function meaning(written) {
    const kind = written.slice(0, 2).toLowerCase();
    if (kind === '\\u' || kind === '%u')
        return fromUnits(written.split(/[\\%]u/i).slice(1));
    if (kind === '\\x')
        return String.fromCharCode(Number.parseInt(written.slice(2), 16));
    if (kind === '&#')
        return fromCode(written.slice(2, -1).replace(/^x/i, '0x'));
    if (kind.startsWith('%'))
        return String.fromCharCode(Number.parseInt(written.slice(1), 16));
    if (kind.startsWith('&'))
        return escapes_named[written.slice(1, -1).toLowerCase()] ?? '';
    if (kind.startsWith('\\'))
        return escapes_named[written.slice(1).toLowerCase()] ?? written.slice(1);
    return fromTwin(written);
}
function fromUnits(units) {
    return asBytes(String.fromCharCode(...units.map(unit => Number.parseInt(unit, 16))));
}
function fromCode(number) {
    return asBytes(String.fromCodePoint(Math.min(Number(number), 0x10ffff)));
}
/** U+FF01 to U+FF5E stand for U+0021 to U+007E: https://www.unicode.org/charts/PDF/UFF00.pdf */
function fromTwin(bytes) {
    const [, lead = 0, last = 0] = Array.from(bytes, byte => byte.charCodeAt(0));
    return String.fromCharCode((lead - 0xbc) * 0x40 + (last & 0x3f) + 0x20);
}

;// CONCATENATED MODULE: ./build/core/credential/needles.js

/** How often a text may be escaped over and over. */
const mostLevels = 4;
/** Texts to look for in bytes (escapes.ts), in any case and however they are escaped. */
class Needles {
    all = new Set();
    /** Those that hold no other: what has none of them has none at all. */
    least = [];
    longest = 0;
    /** @param shortest a needle that is shorter when no escapes are left in it is not looked for in that form */
    add(text, shortest) {
        const levels = levelsOf(asBytes(text));
        // A text that looks escaped itself is found in one in which all escapes are taken away.
        for (const needle of [levels[0], levels.at(-1)])
            if (needle !== undefined && needle.length >= shortest)
                this.all.add(folded(needle));
        const all = [...this.all];
        this.least = all.filter(one => !all.some(other => other !== one && one.includes(other)));
        this.longest = Math.max(0, ...all.map(({ length }) => length));
    }
    /** Where the needles are; spans may overlap. */
    spansIn(bytes) {
        if (!this.mayBeIn(bytes))
            return [];
        const levels = levelsOf(bytes);
        return levels.flatMap((level, depth) => {
            const spans = this.findAll(folded(level));
            const origins = spans.length === 0 ? [] : levels.slice(0, depth).map(originsOf);
            return spans.map(span => origins.reduceRight(originOf, span));
        });
    }
    /** Much faster than looking where they are, and almost always the last word. */
    mayBeIn(bytes) {
        const has = (text) => this.least.some(needle => text.includes(needle));
        return has(folded(bytes)) || levelsOf(nearEscapes(bytes, this.longest)).some(level => has(folded(level)));
    }
    findAll(text) {
        const spans = [];
        for (const needle of this.all)
            for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length))
                spans.push([at, at + needle.length]);
        return spans;
    }
}
/** In lower case; as bytes they keep their number, whatever the text. */
function folded(bytes) {
    return bytes.toLowerCase();
}
/** The bytes, and what they become as escapes are taken away again and again. */
function levelsOf(bytes) {
    const levels = [bytes];
    for (let last = bytes; levels.length <= mostLevels;) {
        const next = unescaped(last);
        if (next === last)
            break;
        levels.push(next);
        last = next;
    }
    return levels;
}
function originOf([start, end], origins) {
    return [origins[start] ?? 0, origins[end] ?? 0];
}

;// CONCATENATED MODULE: ./build/core/credential/redact.js




const redact_stars = '***';
/** What is looked through at once: about 50 ms, if all of it is escapes. */
const sliceLength = 512 * 1024;
/** No form of a token is longer than that, however it is escaped. */
const redact_overlap = 64 * 1024;
/**
 * @param forms the forms of the secrets that are known now
 * @param mask hides a text on the host
 */
function redactor(forms, mask = () => undefined) {
    const needles = new Needles();
    for (const form of forms)
        needles.add(form, minTokenLength);
    const hide = (bytes) => replaced(bytes, [...spansBySlice(bytes, needles)].flat());
    const redact = (text) => {
        const bytes = asBytes(text);
        const left = hide(bytes);
        return left === bytes ? text : asText(left);
    };
    return Object.assign(redact, {
        bytes: (body) => {
            const bytes = body.toString('latin1');
            const left = hide(bytes);
            return left === bytes ? body : Buffer.from(left, 'latin1');
        },
        body: async (body, signal) => {
            const bytes = body.toString('latin1');
            const found = [];
            for (const spans of spansBySlice(bytes, needles)) {
                found.push(spans);
                if (bytes.length > sliceLength)
                    await (0,promises_.setImmediate)();
                signal?.throwIfAborted();
            }
            const left = replaced(bytes, found.flat());
            return left === bytes ? body : Buffer.from(left, 'latin1');
        },
        // Node.js reads headers as Latin-1, so that each character is a byte.
        headers: (headers) => {
            const left = Object.entries(headers).map(([name, value]) => [
                name,
                Array.isArray(value) ? value.map(hide) : hide(value ?? ''),
            ]);
            return Object.fromEntries(left);
        },
        header: (value) => redact(decoded(hide(value))),
        add: (secret) => {
            // Shortest first: a host may show the line that hides a longer one, and then hides what it knows already.
            for (const form of credential_formsOf([secret]).toReversed()) {
                mask(form);
                needles.add(form, minTokenLength);
            }
        },
    });
}
/** Slice after slice, the parts of it that are to be hidden. Slices overlap, so that none is cut. */
function* spansBySlice(bytes, needles) {
    for (let start = 0; start === 0 || start + redact_overlap < bytes.length; start += sliceLength - redact_overlap) {
        const spans = needles.spansIn(bytes.slice(start, start + sliceLength));
        yield spans.map(([from, to]) => [start + from, start + to]);
    }
}
function replaced(bytes, spans) {
    if (spans.length === 0)
        return bytes;
    const parts = [];
    let at = 0;
    for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
        // Spans that overlap are hidden as one.
        if (start >= at)
            parts.push(bytes.slice(at, start), redact_stars);
        at = Math.max(at, end);
    }
    return [...parts, bytes.slice(at)].join('');
}
/** Azure DevOps percent-encodes header texts, and its servers write `+` for a space. */
function decoded(value) {
    try {
        return decodeURIComponent(value.includes('%20') ? value : value.replaceAll('+', ' '));
    }
    catch {
        return value;
    }
}

;// CONCATENATED MODULE: ./build/core/credential/token.js



/** What is given in `pat` wins, then the connection's, then the job's own. */
function chooseToken(raw, context) {
    if (raw.pat !== '')
        return { token: raw.pat.trim(), source: 'pat input' };
    if (context.connection !== undefined)
        return { token: context.connection.token.trim(), source: 'service connection' };
    if (context.jobToken !== undefined)
        return { token: context.jobToken.trim(), source: 'job access token' };
    return { token: '', source: 'pat input' };
}
/**
 * The job's own token, however it came, goes to the job's own organization, and the token of a service connection to
 * the URL of that connection. Neither goes anywhere else: not even to another address of the same organization, for
 * nobody here knows who answers there.
 */
function foreignToken({ token, source }, organization, context) {
    if (organization === undefined)
        return undefined;
    if (source === 'job access token' || isJobToken(token, context))
        return isAt(organization, context.organization) ? undefined : 'token-missing-for-organization';
    if (source === 'service connection')
        return isAt(organization, context.connection?.url) ? undefined : 'connection-for-other-organization';
    return undefined;
}
/** Whether it is the job's own token by its value: `pat` and a service connection can hold it, too. */
function isJobToken(token, { jobToken, otherJobTokens = [] }) {
    return [jobToken, ...otherJobTokens].some(known => known?.trim() === token && token !== '');
}
function isAt({ url }, text) {
    try {
        return parseOrganization(text ?? '', true).url.toLowerCase() === url.toLowerCase();
    }
    catch {
        return false;
    }
}
/** What these hold is shown nowhere, and may well be the token. */
const closedTypes = ['secret', 'map', 'body'];
/** The inputs of a table that hold the token, too: from there it would go into URLs, logs, and file names. */
function inputsWith(token, table, raw) {
    const forms = secretForms(token, raw.username);
    const open = Object.keys(table).filter(name => !closedTypes.includes(table[name].type));
    return open.filter(name => name !== 'username' && forms.some(form => raw[name].includes(form)));
}
/** Which input it is. A reference to a variable is no secret, and its name helps; nothing else of a token is shown. */
function aboutToken({ token }, context) {
    const [reference] = /^\$\([\w .-]+\)$|^\$\{\{[\w .'-]+\}\}$|^\$\[[\w .'-]+\]$/.exec(token) ?? [];
    return `Input: ${inputNameOn('pat', context)}${reference === undefined ? '' : `, which is ${reference}`}`;
}

;// CONCATENATED MODULE: ./build/core/host/cancellation.js

/** Listens for what hosts send to cancel a step: SIGINT, and SIGTERM some seconds later. */
function listenForCancellation() {
    const controller = new AbortController();
    const onInterrupt = () => controller.abort(new errors/* CanceledError */.k3('SIGINT'));
    const onTerminate = () => controller.abort(new errors/* CanceledError */.k3('SIGTERM'));
    process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
    return {
        signal: controller.signal,
        stop: () => void process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate),
    };
}

;// CONCATENATED MODULE: ./build/core/base/output-size.js
/** Later scripts get outputs as environment variables, which have limits: https://github.com/actions/runner/issues/1733 */
const mostOutputBytes = 32 * 1024;
/** The bytes that an output takes on either host: the Azure adapter writes `$(` with two bytes more. */
function outputBytes(text) {
    return Buffer.byteLength(text) + 2 * (text.split('$(').length - 1);
}
/** The text as it is if an output can hold it; else its beginning and an ellipsis, which says that it was cut. */
function fitOutput(text) {
    if (outputBytes(text) <= mostOutputBytes)
        return text;
    let left = mostOutputBytes - outputBytes(ellipsis);
    let end = 0;
    for (const [piece] of text.matchAll(/\$\(|./gsu)) {
        left -= outputBytes(piece);
        if (left < 0)
            break;
        end += piece.length;
    }
    return `${text.slice(0, end)}${ellipsis}`;
}
const ellipsis = '…';

;// CONCATENATED MODULE: ./build/core/host/guard.js


/**
 * The host, behind two rules that nothing gets around: no form of the token leaves the step, and no text from the
 * service or the inputs can start a command, end a line or carry an escape in the log.
 */
function guard(host, redact) {
    const line = (text) => (0,base_text/* safeLine */.om)(redact(text));
    const message = (text) => (0,base_text/* safeLines */.Bv)(redact(text)).join('\n');
    return {
        read: () => host.read(),
        mask: secret => host.mask(secret),
        network: url => host.network(url),
        temporaryFolder: () => host.temporaryFolder(),
        info: text => host.info(line(text)),
        debug: text => host.debug(line(text)),
        warn: (text, title) => host.warn(message(text), title === undefined ? undefined : line(title)),
        error: (text, title) => host.error(message(text), title === undefined ? undefined : line(title)),
        group: (title, lines) => host.group(line(title), lines.map(line)),
        progress: (percent, text) => host.progress(percent, line(text)),
        setOutput: (name, value) => host.setOutput(name, fitOutput(redact(value))),
        writeSummary: markdown => host.writeSummary(redact(markdown)),
        end: ending => host.end(ending),
    };
}

;// CONCATENATED MODULE: ./build/core/host/uncaught-errors.js
/**
 * Catches errors that nobody awaited or expected. Left alone, hosts print their stacks, and one of them lets the step
 * pass; caught, they end the run through the signal and are told like any other.
 */
function catchUncaughtErrors() {
    const controller = new AbortController();
    const onStray = (error) => controller.abort(error);
    process.on('uncaughtException', onStray).on('unhandledRejection', onStray);
    return {
        signal: controller.signal,
        stop: () => void process.off('uncaughtException', onStray).off('unhandledRejection', onStray),
    };
}

;// CONCATENATED MODULE: ./build/core/host/step.js






/** Enters the step. Nothing here can throw. */
function enterStep(bare) {
    const cancellation = listenForCancellation();
    const uncaught = catchUncaughtErrors();
    const owned = [];
    let redact = redactor([]);
    let host = guard(bare, redact);
    let context = { host: 'github' };
    return {
        get host() {
            return host;
        },
        get redact() {
            return redact;
        },
        get context() {
            return context;
        },
        signal: AbortSignal.any([cancellation.signal, uncaught.signal]),
        read() {
            const given = bare.read();
            context = given.context;
            const forms = secretForms(chooseToken(given.inputs, context).token, given.inputs.username);
            // Shortest first: a host may show the line that masks a longer one, and then masks what it knows already.
            for (const form of forms.toReversed())
                bare.mask(form);
            redact = redactor(forms, form => bare.mask(form));
            host = guard(bare, redact);
            return given.inputs;
        },
        own(one) {
            owned.push(one);
            return one;
        },
        throwIfUncaught: () => uncaught.signal.throwIfAborted(),
        leave() {
            for (const one of owned.toReversed())
                one[Symbol.dispose]();
            cancellation.stop();
            uncaught.stop();
        },
    };
}

;// CONCATENATED MODULE: ./build/core/judge/judge-start.js


/**
 * The verdict on a build that was started: that it is not what was asked for, or had already failed; else that it was
 * started, unless it is waited for.
 *
 * @param started undefined if no build was started
 * @returns undefined if the rules are to judge
 */
function judgeStart(started, { builds: [build] }, { wait }) {
    if (started === undefined || build === undefined)
        return undefined;
    const { differences, errors } = started;
    const findings = [
        ...differences.map(sentence => finding('start', 'broken', [sentence], [build])),
        ...errors.map(({ said, reason }) => finding('start', 'broken', [`${ended(said)} `, ...fixOf(reason)], [build])),
    ];
    if (findings.length > 0)
        return { outcome: 'failed', passes: false, findings };
    return wait !== undefined ? undefined : { outcome: 'started', passes: true, findings: [] };
}
/** A message of the service as a sentence. */
function ended(text) {
    return /[.!?]["')\]]*$/.test(text) ? text : `${text}.`;
}
/** What to do, with the names of inputs to be spelled where it is shown. */
function fixOf(reason) {
    return causes/* causes */.p[reason].fix
        .split(/\{([a-z]+(?:-[a-z]+)*)\}/)
        .map((part, index) => (index % 2 === 0 ? part : { input: part }));
}

;// CONCATENATED MODULE: ./build/core/service/concurrency.js
/** How many requests go before the first answer: whatever is wrong for all of them costs at most so many refusals. */
const beforeFirstAnswer = 2;
function limitConcurrency(width) {
    const waiting = [];
    let open = Math.min(beforeFirstAnswer, width);
    let answered = false;
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
            if (!answered)
                for (let more = beforeFirstAnswer; more < width; more++)
                    leave();
            answered = true;
            return value;
        }
        catch (error) {
            if (!answered)
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

;// CONCATENATED MODULE: ./build/core/service/describe-failure.js
/** The longest piece of a text of the service that a message quotes. */
const longestText = 1000;
/** `401 Unauthorized, "Access denied"`, or what the network or the page says. */
function describeFailure({ status, code, text }) {
    const what = status === undefined ? code : statusText(status);
    const quoted = text === undefined || text === '' ? undefined : `"${[...text].slice(0, longestText).join('')}"`;
    return [what, quoted].filter(part => part !== undefined).join(', ');
}
const statusWords = {
    200: 'OK',
    203: 'Non-Authoritative Information',
    302: 'Found',
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    407: 'Proxy Authentication Required',
    408: 'Request Timeout',
    409: 'Conflict',
    412: 'Precondition Failed',
    429: 'Too Many Requests',
    500: 'Internal Server Error',
    502: 'Bad Gateway',
    503: 'Service Unavailable',
    504: 'Gateway Timeout',
};
/** `401 Unauthorized`: the words that people search for. */
function statusText(status) {
    const words = statusWords[status];
    return words === undefined ? `HTTP ${status}` : `${status} ${words}`;
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(75);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __nccwpck_require__(466);
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
;// CONCATENATED MODULE: ./build/core/service/tunnel.js



/**
 * The URL of a proxy, with credentials that can be decoded. It is never quoted, for it may hold a password.
 * @throws StepError
 */
function parseProxy(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const known = url?.protocol === 'http:' || url?.protocol === 'https:';
    // What follows a ? or # is a password that was not encoded, and the host before it is its owner's name.
    if (url === undefined || !known || url.search !== '' || url.hash !== '' || !isDecodable(url))
        throw new errors/* StepError */.zg('proxy-invalid');
    return url;
}
function isDecodable({ username, password }) {
    try {
        return decodeURIComponent(`${username}:${password}`) !== '';
    }
    catch {
        return false;
    }
}
/**
 * Connects through tunnels that a proxy opens (https://www.rfc-editor.org/rfc/rfc9110#name-connect), and keeps them open.
 * Written here for measured reasons: the agent of `@actions/http-client` opens a tunnel for each request, leaves those
 * open that the proxy never answers, so that the process does not end, and prints a deprecation warning;
 * https-proxy-agent passes a proxy's 403 off as the service's response; Node's own `proxyEnv` goes direct on Node 20.
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

;// CONCATENATED MODULE: ./build/core/service/connections.js




/** Connects directly, or through the proxy. */
function openConnections(origin, { sockets, proxy, authorities }) {
    const secure = origin.startsWith('https:');
    const open = (keepAlive) => {
        const options = {
            keepAlive,
            maxSockets: sockets,
            ...(authorities === undefined ? {} : { ca: [...external_node_tls_namespaceObject.rootCertificates, authorities] }),
        };
        if (proxy !== undefined)
            return tunnelAgent(parseProxy(proxy), secure, options);
        return secure ? new external_node_https_namespaceObject.Agent(options) : new external_node_http_namespaceObject.Agent(options);
    };
    const shared = open(true);
    const own = new Set();
    return {
        take(fresh) {
            if (!fresh)
                return { agent: shared, used: () => true, release: () => undefined };
            const agent = open(false);
            own.add(agent);
            return { agent, used: watch(agent, secure), release: () => void (own.delete(agent) && agent.destroy()) };
        },
        close() {
            for (const agent of [shared, ...own])
                agent.destroy();
        },
    };
}
/** Nothing of a request leaves before its connection is ready: with TLS, before the server has shown its certificate. */
function watch(agent, secure) {
    let ready = false;
    const connect = agent.createConnection.bind(agent);
    const onSocket = (socket) => {
        socket?.once(secure ? 'secureConnect' : 'connect', () => {
            ready = true;
        });
        // A tunnel is handed over when it is open already.
        if (!secure && socket && !socket.connecting)
            ready = true;
        return socket;
    };
    agent.createConnection = (options, done) => onSocket(connect(options, done && ((error, socket) => done(error, error ? socket : onSocket(socket)))));
    return () => ready;
}

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
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
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
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
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
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
class lib_HttpClient {
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
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
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
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
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
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
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
;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = require("node:util");
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(522);
;// CONCATENATED MODULE: ./build/core/service/body.js



/** Pages are requested in pieces of at most a few MiB; far more than that is no page of builds. */
const largestBody = 64 * 1024 * 1024;
/** Error bodies are a few KiB. A longer one is not parsed: the status says enough. */
const errorBodyLimit = 1024 * 1024;
/** JSON of builds compresses to a twentieth; what expands a thousand times is an attack, unless it is small. */
const largestRatio = 300;
const smallBody = 4 * 1024 * 1024;
/** Decompressed bytes that are decompressed sooner than another thread would begin with them. */
const shortBody = 1024 * 1024;
const gunzipAside = (0,external_node_util_namespaceObject.promisify)(external_node_zlib_.gunzip);
/**
 * Decompresses a whole gzip body. A long one is decompressed by another thread, while this one works on the page before
 * it; signals and deadlines go on meanwhile. The room for it is made at once: decompressing in pieces, while it comes,
 * leaves a second copy behind and takes a fifth more of the processor.
 *
 * @param most bytes that the result may have
 * @throws NetworkError BODY_TOO_LARGE, or with zlib's own code
 */
async function decompress(received, most, signal) {
    const limit = Math.min(most, Math.max(smallBody, received.length * largestRatio));
    // The last four bytes tell the size; a wrong one only wastes room: https://www.rfc-editor.org/rfc/rfc1952#page-6
    const size = received.length < 4 ? 0 : received.readUInt32LE(received.length - 4);
    // One byte more, or zlib makes another piece of room to see that nothing follows.
    const chunkSize = Math.min(Math.max(size + 1, 4096), limit + 1, largestBody / 4);
    try {
        if (size <= shortBody) {
            const short = gunzipShort(received, Math.min(limit, shortBody), chunkSize);
            if (short !== undefined)
                return short;
        }
        const body = await gunzipAside(received, { chunkSize, maxOutputLength: limit });
        signal.throwIfAborted();
        return body;
    }
    catch (error) {
        if (error.code !== 'ERR_BUFFER_TOO_LARGE')
            throw error;
        throw new NetworkError('BODY_TOO_LARGE', `the body is over ${limit} bytes`, true, error);
    }
}
/** Undefined when it is longer than its last bytes say. */
function gunzipShort(received, most, chunkSize) {
    try {
        return (0,external_node_zlib_.gunzipSync)(received, { chunkSize, maxOutputLength: most });
    }
    catch (error) {
        if (error.code === 'ERR_BUFFER_TOO_LARGE')
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/core/service/http.js







/** An HTTP client for one origin, which keeps connections open. */
function openHttp(origin, options) {
    const connections = openConnections(origin, options);
    const send = async (request) => {
        const { message, signal, settle } = await exchange(connections, request);
        try {
            return await receive(message, signal, request.method);
        }
        catch (error) {
            throw signal.aborted ? signal.reason : asNetworkError(error, true);
        }
        finally {
            settle();
        }
    };
    return Object.assign(send, { close: () => connections.close() });
}
/**
 * Sends a request and waits for the head of its response. `@actions/http-client` sends it; the agent and the signal go
 * in through its request handler, and the body is read by the caller: its own `readBody` never settles on a body that
 * is cut short.
 */
async function exchange(connections, request) {
    const { method, url, headers, body, signal } = request;
    const ending = new AbortController();
    const onAbort = () => ending.abort(signal.reason);
    const connection = connections.take(request.fresh === true);
    const expire = () => ending.abort(new NetworkError('REQUEST_TIMEOUT', 'no complete response in time', connection.used()));
    let timer = setTimeout(expire, Math.min(request.timeout, longestTimer));
    const extend = (timeout) => {
        clearTimeout(timer);
        timer = setTimeout(expire, Math.min(timeout, longestTimer));
    };
    const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        connection.release();
    };
    if (signal.aborted)
        onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const handler = {
        prepareRequest(options) {
            options.agent = connection.agent;
            options.signal = ending.signal;
            options.headers = { ...headers, ...(Buffer.isBuffer(body) ? { 'Content-Length': body.length } : {}) };
            // The package leaves the brackets of an IPv6 address on, and then looks the name up.
            options.host = options.host?.replace(/^\[(.*)\]$/, '$1');
        },
        canHandleAuthentication: () => false,
        handleAuthentication: () => Promise.reject(new Error('not used')),
    };
    try {
        ending.signal.throwIfAborted();
        const client = new lib_HttpClient(undefined, [handler], {
            allowRedirects: false,
            allowRetries: false,
            // Its own timer must never come before the one above.
            socketTimeout: longestTimer,
        });
        const aborted = new Promise((_, reject) => {
            // Node emits no error for a request that is aborted while it waits for a socket, so reject here.
            ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true });
        });
        aborted.catch(() => undefined);
        const data = Buffer.isBuffer(body) ? external_node_stream_.Readable.from([body]) : (body ?? null);
        const { message } = await Promise.race([client.request(method, url, data, {}), aborted]);
        return { message, signal: ending.signal, extend, settle };
    }
    catch (error) {
        settle();
        throw ending.signal.aborted ? ending.signal.reason : asNetworkError(error, connection.used());
    }
}
/** `pipeline` notices a body that is cut short, by length or by chunk. */
async function receive(message, signal, method) {
    const { headers, statusCode: status = 0 } = message;
    const most = status >= 200 && status <= 299 ? largestBody : errorBodyLimit;
    const chunks = [];
    let size = 0;
    const collect = new external_node_stream_.Writable({
        write(chunk, _encoding, done) {
            size += chunk.length;
            if (size <= most)
                chunks.push(chunk);
            // What is wrong is in the status and in the first bytes; the rest of a long error page is not kept.
            done(size > largestBody ? new NetworkError('BODY_TOO_LARGE', `the body is over ${largestBody} bytes`, true) : null);
        },
    });
    const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
    const zipped = encoding === 'gzip' || encoding === 'x-gzip';
    if (!zipped && encoding !== 'identity') {
        message.destroy();
        throw new NetworkError('BODY_ENCODING', 'the response has a content encoding that was not requested', true);
    }
    await (0,external_node_stream_promises_.pipeline)(message, collect, { signal });
    if (size > most)
        return { status, headers, body: Buffer.alloc(0) };
    const received = Buffer.concat(chunks);
    const body = zipped && size > 0 && method !== 'HEAD' ? await decompress(received, most, signal) : received;
    return { status, headers, body };
}

;// CONCATENATED MODULE: ./build/core/service/retry.js
const retryDelays = { base: 1000, ceiling: 30_000 };
/** A 500 counts only without a typeKey: with one, the service has understood the request and refuses it. */
const transientStatuses = [408, 429, 502, 503, 504];
function isTransientStatus(status, typeKey) {
    return transientStatuses.includes(status) || (status === 500 && typeKey === undefined);
}
/** Nothing changes these by sending again: certificates, a proxy's refusal, an encoding, a size. */
function isTransientCode(code) {
    return !/CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^EPROTO|^ERR_(SSL|TLS|INVALID|UNESCAPED)|^PROXY_(4|INVALID)|^BODY_(ENCODING|TOO)/.test(code);
}
/** A name that does not resolve is a typo more often than an outage of DNS. */
const maxDnsAttempts = 2;
function isDnsCode(code) {
    return /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/.test(code ?? '');
}
/** Codes of failures before a connection was there, so that nothing of the request left this machine. */
function neverSent(code) {
    return (isDnsCode(code) ||
        /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^EPROTO|^ERR_(SSL|TLS)|^PROXY_/.test(code));
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

;// CONCATENATED MODULE: ./build/core/service/download.js












const maxRedirects = 3;
/**
 * Streams one response into a sink. Redirects are followed by hand, at most three, to https only (to http only where the
 * organization itself is http), and never with the credential.
 */
async function download(from, sink, options) {
    let target = 'url' in from ? new URL(from.url) : new URL(options.addressOf(from));
    let headers = 'url' in from ? foreignHeaders : options.headersOf(from);
    const judged = 'url' in from ? requestOf(from) : from;
    for (let hops = 0;; hops++) {
        checkScheme(target, options, judged);
        if (headers === foreignHeaders)
            for (const secret of secretsIn(target))
                options.redact.add(secret);
        const step = await fetchOnce(target, headers, judged, sink, options);
        if (!('location' in step))
            return step;
        if (hops === maxRedirects)
            throw refuse(judged, target, 'it redirects too often');
        target = locationOf(step.location, target, judged);
        headers = foreignHeaders;
    }
}
/**
 * A signed URL is its own credential: with it, or with its signature, anybody can download what it names.
 * https://learn.microsoft.com/azure/storage/common/storage-sas-overview
 */
function secretsIn({ href, search, searchParams }) {
    const signatures = [...searchParams].filter(([name]) => /sig|token|key|code/i.test(name)).map(([, value]) => value);
    return [href, search.slice(1), ...signatures].filter(secret => secret.length >= minTokenLength);
}
function requestOf({ words, deadline, expects }) {
    return { words, deadline, path: [], ...(expects === undefined ? {} : { expects }) };
}
const foreignHeaders = { Accept: 'application/zip, application/octet-stream, */*', 'Accept-Encoding': 'identity' };
async function fetchOnce(target, headers, request, sink, { networkOf, signal, idle, redact, debug }) {
    const { proxy, authorities } = networkOf(target.href);
    const connections = openConnections(target.origin, {
        sockets: 1,
        ...(proxy === undefined ? {} : { proxy }),
        ...(authorities === undefined ? {} : { authorities }),
    });
    try {
        const { message, signal: ending, extend, settle, } = await exchange(connections, {
            method: methodOf(request),
            url: target.href,
            headers: { ...headers, 'Accept-Encoding': 'identity' },
            timeout: idle,
            signal,
        });
        try {
            const { statusCode: status = 0, headers: received } = message;
            // The address may be a secret; its host is not.
            debug(`${methodOf(request)} ${target.host}: ${status}, download`);
            const location = header(received, 'location');
            if (status >= 301 && status <= 308 && status !== 304 && location !== undefined) {
                message.destroy();
                return { location };
            }
            const head = { status, headers: received, length: lengthOf(received) };
            const isWanted = (request.expects?.statuses ?? [200]).includes(status);
            const peek = isWanted && isWantedType(received, request) ? undefined : await readSome(message);
            if (peek !== undefined)
                throw failed({ status, headers: received, body: redact.bytes(peek) }, request, target, redact);
            const alive = new external_node_stream_.Transform({
                transform(chunk, _encoding, done) {
                    extend(idle);
                    done(null, chunk);
                },
            });
            await (0,external_node_stream_promises_.pipeline)(message, alive, await sink(head), { signal: ending });
            return head;
        }
        catch (error) {
            throw ending.aborted ? ending.reason : error;
        }
        finally {
            settle();
        }
    }
    catch (error) {
        if (error instanceof errors/* ServiceError */._7 || signal.aborted)
            throw error;
        throw networkFailed(error, request, redact);
    }
    finally {
        connections.close();
    }
}
function isWantedType(headers, { expects }) {
    const { types = ['zip'] } = expects ?? {};
    const type = typeOf({ status: 200, headers, body: Buffer.from(' ') });
    return types.some(expected => (expected === 'any' ? type !== 'html' : expected === type));
}
/** The beginning of a body that is not what was requested: enough to say what it is. */
async function readSome(message) {
    const chunks = [];
    let size = 0;
    for await (const chunk of message) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > 64 * 1024)
            break;
    }
    message.destroy();
    return Buffer.concat(chunks);
}
function failed(response, request, target, redact) {
    // A body of the wrong type is a failure whatever its status.
    const strict = { ...request, expects: { statuses: [], types: [] } };
    const failure = failureOf(response, strict, redact) ?? { status: response.status };
    const id = activityId(response);
    return new errors/* ServiceError */._7((0,causes/* diagnose */.h)(failure), {
        details: [`${request.words.what} failed (${target.host}): ${describeFailure(failure)}.`],
        transient: isTransientStatus(response.status, failure.typeKey),
        arrived: 'refused',
        request: {
            method: methodOf(request),
            status: response.status,
            ...(failure.typeKey === undefined ? {} : { typeKey: failure.typeKey }),
            ...(failure.text === undefined ? {} : { text: failure.text }),
            ...(id === undefined ? {} : { activityId: id }),
            ...(request.words.scope === undefined ? {} : { scope: request.words.scope }),
        },
    });
}
function networkFailed(error, { words }, redact) {
    const code = error.code;
    if (!(error instanceof NetworkError) && code === undefined)
        return error;
    const network = asNetworkError(error, true);
    const failure = { code: network.code, text: redact(network.message), subject: words.subject };
    return new errors/* ServiceError */._7((0,causes/* diagnose */.h)(failure), {
        details: [`${words.what} failed: ${describeFailure(failure)}.`],
        transient: isTransientCode(network.code),
        arrived: neverSent(network.code) ? 'no' : 'unknown',
        original: network,
    });
}
function checkScheme(target, { base }, request) {
    if (target.protocol === 'https:' || (target.protocol === 'http:' && base.startsWith('http://')))
        return;
    throw refuse(request, target, 'it leads to an address that is not https');
}
function locationOf(location, from, request) {
    if (URL.canParse(location, from.href))
        return new URL(location, from.href);
    throw refuse(request, from, 'it redirects to an address that is not a URL');
}
function refuse({ words }, target, why) {
    return new errors/* ServiceError */._7('response-unexpected', {
        details: [`${words.what} was not downloaded from ${target.host}: ${why}.`],
        transient: false,
        arrived: 'unknown',
    });
}
function lengthOf(headers) {
    const length = Number(header(headers, 'content-length') ?? Number.NaN);
    return Number.isSafeInteger(length) ? length : undefined;
}

;// CONCATENATED MODULE: ./build/core/service/retry-after.js




/**
 * Waits for as long as the service asks to. `Retry-After` comes on good responses too, as a warning: their data is used,
 * and the next request waits. https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits
 */
class RetryAfterGate {
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
    get closed() {
        return this.until > this.clock.now();
    }
    observe({ headers }) {
        const now = this.clock.now();
        const wait = retryAfter(header(headers, 'retry-after'), now);
        if (wait !== undefined)
            this.until = Math.max(this.until, now + wait);
    }
    /** @throws ServiceError when the request's deadline comes before the end of the pause */
    async wait({ words, deadline }) {
        while (this.closed) {
            const left = this.until - this.clock.now();
            const pause = `Azure DevOps asks for a pause of ${formatDuration(left)} (rate limit, Retry-After)`;
            if (this.until > deadline)
                throw new errors/* ServiceError */._7('throttled', {
                    details: [`${words.what}: ${pause}, longer than the time that is left.`],
                    transient: false,
                    arrived: 'no',
                });
            if (this.announced !== this.until)
                this.say(`${pause}. The next request waits for it.`);
            this.announced = this.until;
            await this.clock.sleep(left, this.signal);
        }
    }
}

;// CONCATENATED MODULE: ./build/core/service/service.js














/** Opens the one gate to Azure DevOps. */
function openService(settings, tools) {
    return new Service(settings, tools);
}
/** The one gate to Azure DevOps: a complete, checked response or an error that says what to do. */
class Service {
    settings;
    tools;
    /** How many requests were sent, attempts counted. */
    sent = 0;
    /** The GUID of the token's owner, as the service said it last. Never shown. */
    identity;
    clock;
    /** Aborted when the step is to end, or when the gate is closed. */
    signal;
    http;
    limit;
    retryAfter;
    version;
    /** Ends what is still under way when something else has failed. */
    ending = new AbortController();
    /** Milliseconds that the clock of the service is ahead of this one; negative where it is behind. */
    ahead = 0;
    constructor(settings, tools) {
        this.settings = settings;
        this.tools = tools;
        const { url, concurrency, apiVersion } = settings;
        this.clock = tools.clock;
        this.signal = AbortSignal.any([tools.signal, this.ending.signal]);
        this.http = openHttp(new URL(url).origin, { ...tools, sockets: concurrency });
        this.limit = limitConcurrency(concurrency);
        this.retryAfter = new RetryAfterGate(tools.clock, this.signal, tools.say);
        this.version = new ApiVersion(apiVersion, isServer(url), tools.say);
    }
    /** The API version that requests are sent with now. */
    get apiVersion() {
        return this.version.current;
    }
    /** The time by the clock of the service, in milliseconds since 1970. */
    now() {
        return this.clock.now() + this.ahead;
    }
    /**
     * Sends a request until its response is good or the error final.
     * @throws ServiceError
     */
    request(request, read) {
        return this.limit.run(async () => {
            for (let attempt = 0;; attempt++) {
                await this.retryAfter.wait(request);
                let sentVersion = this.versionFor(request);
                let result = await this.tryOnce(request, sentVersion, attempt, read);
                for (let steps = 0; 'failure' in result && this.stepsDown(request, result.failure, sentVersion, steps); steps++) {
                    sentVersion = this.versionFor(request);
                    result = await this.tryOnce(request, sentVersion, attempt, read);
                }
                if (!('failure' in result))
                    return result.value;
                if (!this.mayRepeat(request, result, attempt))
                    throw this.errorOf(request, sentVersion, result, attempt);
                await this.pause(request, sentVersion, result, attempt);
            }
        });
    }
    /**
     * Streams a response into a sink, once. From the organization's own origin for a request, with the credential; from
     * any other address without it and without headers of the service.
     * @throws ServiceError
     */
    download(from, sink, signal = this.signal) {
        return download(from, sink, {
            ...this.tools,
            networkOf: this.tools.networkOf ?? (() => this.tools),
            signal: AbortSignal.any([signal, this.signal]),
            base: this.settings.url,
            idle: this.settings.requestTimeout,
            addressOf: request => urlOf(this.settings.url, request, this.versionFor(request)),
            headersOf: request => ({ ...headersOf(request), Authorization: this.settings.authorization }),
        });
    }
    /** Waits between two attempts, with full jitter. @param attempt 0 after the first */
    backOff(attempt) {
        return this.clock.sleep(retryDelay({ retries: this.settings.retries, ...retryDelays }, attempt, this.tools.random), this.signal);
    }
    get retries() {
        return this.settings.retries;
    }
    /** Ends every connection. */
    [Symbol.dispose]() {
        this.ending.abort(new Error('the service is closed'));
        this.http.close();
    }
    /**
     * Whether to send a request again at once, with another version. What is not safe to repeat gets one chance, and only
     * after an error that says it was the version.
     */
    stepsDown(request, failure, version, steps) {
        if (!isRepeatable(request) && (steps > 0 || failure.typeKey === undefined))
            return false;
        return this.version.learn(failure, version);
    }
    versionFor({ least, words }) {
        const version = this.version.current;
        if (least === undefined || Number.parseFloat(version) >= Number.parseFloat(least))
            return version;
        throw new errors/* ServiceError */._7('api-version-too-old', {
            details: [`${words.what} needs API version ${least}; the server is queried with ${version}.`],
            transient: false,
            arrived: 'no',
        });
    }
    async tryOnce(request, version, attempt, read) {
        const { redact } = this.tools;
        const timeout = this.timeoutOf(request);
        const began = this.clock.now();
        let response;
        try {
            this.sent++;
            response = await redacted(await this.send(request, version, timeout), redact, this.signal);
            this.observe(response, began);
            const failure = failureOf(response, request, redact);
            if (failure === undefined)
                return { value: await read(response, this.signal) };
            return { failure, ...judgeStatus(failure), response };
        }
        catch (error) {
            const failed = failedBy(error, request, redact);
            // The attempt was cut to what was left of the query's time, so request-timeout would be the wrong thing to raise.
            if (failed.failure.code === 'REQUEST_TIMEOUT' && timeout < this.settings.requestTimeout)
                throw this.outOfTime(`${request.words.what} was not answered in time.`, failed.arrived, error);
            return { ...failed, ...(response === undefined ? {} : { response }) };
        }
        finally {
            this.logAttempt(request, version, attempt, began, response);
        }
    }
    send(request, version, timeout) {
        const { url, authorization } = this.settings;
        const body = request.body?.(version);
        return this.http({
            method: methodOf(request),
            url: urlOf(url, request, version),
            headers: {
                ...headersOf(request),
                ...(body === undefined ? {} : { 'Content-Type': body.type }),
                Authorization: authorization,
            },
            ...(body === undefined ? {} : { body: body.content }),
            timeout,
            signal: request.signal ?? this.signal,
            ...(request.fresh === true ? { fresh: true } : {}),
        });
    }
    timeoutOf({ deadline, timeout = 0, words }) {
        const left = deadline - this.clock.now();
        if (left <= 0)
            throw this.outOfTime(`${words.what} was not requested in time.`, 'no');
        return Math.min(Math.max(this.settings.requestTimeout, timeout), left);
    }
    outOfTime(detail, arrived, original) {
        return new errors/* ServiceError */._7('out-of-time', { details: [detail], transient: true, arrived, original });
    }
    observe(response, began) {
        this.retryAfter.observe(response);
        this.identity = ownerOf(response) ?? this.identity;
        const date = Date.parse(header(response.headers, 'date') ?? '');
        // The header has whole seconds, and the response took a while: good enough for times that are compared with a margin.
        if (!Number.isNaN(date))
            this.ahead = date - (began + this.clock.now()) / 2;
    }
    mayRepeat(request, { failure, transient, arrived }, attempt) {
        if (!transient || attempt >= this.settings.retries)
            return false;
        if (isDnsCode(failure.code) && attempt + 1 >= maxDnsAttempts)
            return false;
        return isRepeatable(request) || arrived === 'no';
    }
    async pause(request, version, failed, attempt) {
        if (this.retryAfter.closed)
            return;
        const { clock, random, say } = this.tools;
        const { retries } = this.settings;
        const wait = retryDelay({ retries, ...retryDelays }, attempt, random);
        if (clock.now() + wait >= request.deadline)
            throw this.errorOf(request, version, failed, attempt);
        const next = `Attempt ${attempt + 2} of ${retries + 1} follows in ${formatDuration(wait)}`;
        say(`${request.words.what} failed (transient error): ${describeFailure(failed.failure)}. ${next}.`);
        await clock.sleep(wait, this.signal);
    }
    errorOf(request, version, failed, attempt) {
        const { failure, transient, arrived, response, original } = failed;
        const id = response === undefined ? undefined : activityId(response);
        const details = {
            method: methodOf(request),
            url: this.tools.redact(urlOf(this.settings.url, request, version)),
            attempts: attempt + 1,
            ...(failure.status === undefined ? {} : { status: failure.status }),
            ...(failure.typeKey === undefined ? {} : { typeKey: failure.typeKey }),
            ...(failure.text === undefined ? {} : { text: failure.text }),
            ...(failure.results === undefined ? {} : { results: failure.results }),
            ...(id === undefined ? {} : { activityId: id }),
            ...(request.words.scope === undefined ? {} : { scope: request.words.scope }),
        };
        const attempts = attempt === 0 ? '' : ` after ${attempt + 1} attempts`;
        return new errors/* ServiceError */._7((0,causes/* diagnose */.h)(failure), {
            details: [`${request.words.what} failed${attempts}: ${describeFailure(failure)}.`, ...(failure.results ?? [])],
            transient,
            arrived,
            request: details,
            original,
        });
    }
    logAttempt(request, version, attempt, began, response) {
        const url = urlOf(this.settings.url, request, version);
        const id = response === undefined ? undefined : activityId(response);
        const took = Math.round(this.clock.now() - began);
        this.tools.debug(`${methodOf(request)} ${url}: ${response?.status ?? 'no response'}, ${took} ms, attempt ${attempt + 1}${id === undefined ? '' : `, activity ${id}`}`);
    }
}
/** Before anything of the response is cut, decoded, or read. */
async function redacted({ status, headers, body }, redact, signal) {
    return { status, headers: redact.headers(headers), body: await redact.body(body, signal) };
}
/** A response is a sign that the request arrived; only some say that nothing came of it. */
function judgeStatus({ status = 0, typeKey, text = '' }) {
    // A deactivated organization stays so until somebody signs in.
    if (/TF24668/.test(text))
        return { transient: false, arrived: 'refused' };
    const transient = isTransientStatus(status, typeKey);
    // Rate limits are enforced before anything is done, so the request may be sent again whatever it does.
    if (status === 429 || /TF400733/.test(text))
        return { transient: true, arrived: 'no' };
    const refused = (status >= 300 && status < 500 && status !== 408) || status === 203 || (status === 500 && typeKey !== undefined);
    return { transient, arrived: refused ? 'refused' : 'unknown' };
}
/** @throws the error itself when it is about something else than the response */
function failedBy(error, { words: { subject } }, redact) {
    if (error instanceof NetworkError)
        return {
            failure: { code: error.code, text: redact(error.message), subject },
            transient: isTransientCode(error.code),
            arrived: !error.sent || neverSent(error.code) ? 'no' : 'unknown',
            original: error,
        };
    if (!(error instanceof json_list/* PageError */.AX))
        throw error;
    const code = error.transient ? { code: 'BODY_BROKEN' } : {};
    return {
        failure: { ...code, text: redact(error.message), subject },
        transient: error.transient,
        arrived: 'unknown',
        original: error,
    };
}
/** Servers have a host of their own. */
function isServer(url) {
    return !/^https:\/\/(?:[^/:]+\.)?(?:dev\.azure\.com|visualstudio\.com)(?:\/|$)/i.test(url);
}

;// CONCATENATED MODULE: ./build/core/inputs/commit.js

/**
 * Reads a commit SHA, full or at least 7 digits of it, or a TFVC changeset, with or without its `C`. A number of 7
 * digits may be either.
 */
function parseCommit(text) {
    const wanted = text.toLowerCase();
    const [, changeset] = /^c?(\d{1,10})$/.exec(wanted) ?? [];
    const sha = /^[0-9a-f]{7,64}$/.test(wanted) ? wanted : undefined;
    if (changeset === undefined && sha === undefined)
        throw new Problem('is not a commit SHA, full or at least its first 7 digits, nor a TFVC changeset such as 943');
    return {
        text: wanted,
        matches(version) {
            const candidate = version.toLowerCase();
            if (changeset !== undefined && /^c?\d+$/.test(candidate) && candidate.replace('c', '') === changeset)
                return true;
            return sha !== undefined && candidate.startsWith(sha);
        },
    };
}

;// CONCATENATED MODULE: ./build/core/settings/contradictions.js
/** What is wrong with inputs that are right alone and impossible together. Names of inputs are in braces. */
function contradictions(values, parsed) {
    const { status, result, order, minTime, maxTime, repositoryId, repositoryType, requireResult } = values;
    const unfinished = status.filter(name => name !== 'completed');
    const completed = status.length === 0 || status.includes('completed') || status.includes('all');
    const impossible = [
        [(repositoryId === '') !== (repositoryType === ''), '{repository-id} and {repository-type}: set both or neither.'],
        [
            isFinishOrder(order) && unfinished.length > 0,
            `{order} "${order}" includes completed builds only, and {status} also includes ${unfinished.join(', ')}.`,
        ],
        [
            result.length > 0 && !completed,
            '{result} matches completed builds only, and {status} excludes them: nothing can match.',
        ],
        [
            minTime !== undefined && maxTime !== undefined && minTime > maxTime,
            '{min-time} is after {max-time}: nothing can match.',
        ],
        [
            requireResult.includes('any') && requireResult.length > 1,
            '{require-result} "any" judges nothing, so it excludes other results.',
        ],
    ];
    return [
        ...impossible,
        ...(values.wait && !values.start ? neverWhileRunning(values) : []),
        ...(values.start ? startProblems(values, parsed) : needsStart(values)),
        ...(isJudged(values) && !values.start ? judgedProblems(values) : []),
    ].flatMap(([is, problem]) => (is ? [problem] : []));
}
/** Filters that a build can only meet once it is completed, or no longer when it is. */
function neverWhileRunning({ status, result, order, maxTime }) {
    const excluded = [
        [result.length > 0, '{result}'],
        [
            status.length > 0 && !status.includes('all') && !status.some(name => unfinishedStatuses.includes(name)),
            `{status} "${status.join(', ')}"`,
        ],
        [isFinishOrder(order), `{order} "${order}"`],
        [maxTime !== undefined, '{max-time}'],
    ];
    return excluded.map(([is, what]) => [
        is,
        `{wait} and ${what} exclude each other: no running build can match. Judge the result with {require-result}.`,
    ]);
}
const unfinishedStatuses = ['inProgress', 'notStarted', 'cancelling', 'postponed'];
function isJudged({ wait, requireResult, maxAge }) {
    return wait || (requireResult.length > 0 && !requireResult.includes('any')) || maxAge !== undefined;
}
function judgedProblems({ pipelines, top, order, maxBuildsPerPipeline, buildIds }) {
    const byDefault = top === undefined && maxBuildsPerPipeline === undefined && buildIds.length === 0;
    return [
        [
            top !== undefined && top > 0 && top < pipelines.length,
            `{top} ${top} is less than the ${pipelines.length} pipelines in {pipelines}, so some could never be judged. Leave {top} out.`,
        ],
        [
            (order?.endsWith('Ascending') ?? false) && byDefault,
            `{order} "${order}" judges the oldest build of each pipeline. Use a descending order, or say with {top} or {max-builds-per-pipeline} which builds to judge.`,
        ],
    ];
}
/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue starts one build of one pipeline. */
function startProblems(values, { branch, commit }) {
    const { pipelines, project, ...filters } = values;
    const isFull = commit === undefined || /^(?:[0-9a-f]{40}|[0-9a-f]{64}|c?\d{1,10})$/.test(commit.text);
    const useless = [
        [filters.status.length > 0, '{status}'],
        [filters.result.length > 0, '{result}'],
        [filters.reason.length > 0, '{reason}'],
        [filters.tags.length > 0, '{tags}'],
        [filters.requestedFor !== '', '{requested-for}'],
        [filters.buildNumber !== '', '{build-number}'],
        [filters.buildIds.length > 0, '{build-ids}'],
        [filters.queues.length > 0, '{queues}'],
        [filters.repositoryId !== '' || filters.repositoryType !== '', '{repository-id}'],
        [filters.deleted !== 'excludeDeleted', '{deleted}'],
        [filters.minTime !== undefined, '{min-time}'],
        [filters.maxTime !== undefined, '{max-time}'],
        [filters.maxBuildsPerPipeline !== undefined, '{max-builds-per-pipeline}'],
        [filters.top !== undefined && filters.top !== 1, '{top}'],
        [filters.order !== undefined && filters.order !== 'queueTimeDescending', '{order}'],
    ];
    const { wait, requireResult, maxAge, artifacts } = filters;
    const later = [
        [requireResult.length > 0 && !requireResult.includes('any'), '{require-result}'],
        [maxAge !== undefined, '{max-age}'],
        [artifacts.length > 0, '{artifacts}'],
    ];
    return [
        [pipelines.length !== 1, `{start} needs exactly one pipeline in {pipelines}, not ${pipelines.length}.`],
        [project.length > 1 || project.includes('*'), '{start} needs exactly one {project}.'],
        [branch?.kind === 'pattern', '{start} needs one {branch}, not a glob.'],
        [!isFull, '{start} needs a full SHA or a changeset as {commit}.'],
        ...useless.map(([is, name]) => [
            is,
            `{start} and ${name} exclude each other: a new build is started, none is searched for.`,
        ]),
        ...later.map(([is, name]) => [
            is && !wait,
            `${name} with {start} needs {wait}: true. A build that has just been started has no result.`,
        ]),
    ];
}
function needsStart({ parameters, variables, onCancel }) {
    const given = [
        [parameters.size > 0, '{parameters}'],
        [variables.size > 0, '{variables}'],
        [onCancel === 'stop', '{on-cancel} "stop"'],
    ];
    return given.map(([is, name]) => [is, `${name} needs {start}: true.`]);
}
/** The order is missing when it could not be read. */
function isFinishOrder(order) {
    return order?.startsWith('finishTime') ?? false;
}

;// CONCATENATED MODULE: ./build/core/inputs/map.js

/** A piece of JSON: a string, a mark, or anything else up to the next of them. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/**
 * Reads lines `name: value` or `name=value`, of which the first separator counts, or one JSON object. Values are text:
 * those that are not strings in the JSON object stay as they are written, without the white space between their parts.
 *
 *     parseMap('env: prod\nurl=https://example.com')      // env → prod, url → https://example.com
 *     parseMap('{"env": "prod", "stages": ["a", "b"]}')   // env → prod, stages → ["a","b"]
 *
 * @throws Problem that names lines by their numbers and never quotes them: a value may be a secret
 */
function parseMap(text) {
    return /^\s*\{/.test(text) ? parseObject(text) : parseLines(text);
}
function parseLines(text) {
    const map = new Map();
    /** The line of each name, in lower case: the service tells names apart by their letters only. */
    const lines = new Map();
    for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
        if (line.trim() === '')
            continue;
        const separator = line.search(/[:=]/);
        const name = line.slice(0, Math.max(separator, 0)).trim();
        if (name === '')
            throw new Problem(`cannot be read in line ${index + 1}. Write name: value or name=value, or one JSON object`);
        const before = lines.get(name.toLowerCase());
        if (before !== undefined)
            throw new Problem(`has the same name in line ${before} and in line ${index + 1}`);
        lines.set(name.toLowerCase(), index + 1);
        map.set(name, line.slice(separator + 1).trim());
    }
    return map;
}
function parseObject(text) {
    const value = parseJson(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw notJson('');
    const map = new Map();
    const seen = new Set();
    for (const [name, source] of members(text)) {
        if (name.trim() === '')
            throw new Problem('has an empty name in its JSON object');
        if (seen.has(name.toLowerCase()))
            throw new Problem(`has the name "${name}" more than once in its JSON object`);
        if (source === 'null')
            throw new Problem(`has null for "${name}". Leave it out, or write ""`);
        seen.add(name.toLowerCase());
        map.set(name, source.startsWith('"') ? JSON.parse(source) : source);
    }
    return map;
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        // The message itself quotes the text, which may hold a secret; of it only the place is used.
        const [, position] = /at position (\d+)/.exec(error.message) ?? [];
        throw notJson(position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`);
    }
}
function notJson(place) {
    return new Problem(`begins with { but is not a JSON object${place}. Write JSON, or name: value on each line`);
}
/**
 * The members of a valid JSON object with their values as they are written. JSON.parse would change numbers, of which it
 * keeps 15 digits and no trailing zeros, and would drop all but the last of equal names.
 */
function* members(text) {
    let depth = 0;
    let name;
    let source = '';
    for (const [piece] of text.matchAll(token)) {
        const closes = piece === '}' || piece === ']';
        if (closes)
            depth--;
        const ends = (depth === 1 && piece === ',') || depth === 0;
        if (ends && name !== undefined) {
            yield [name, source];
            name = undefined;
            source = '';
        }
        else if (!ends && depth >= 1) {
            if (name === undefined)
                name = JSON.parse(piece);
            else if (source !== '' || piece !== ':')
                source += piece;
        }
        if (piece === '{' || piece === '[')
            depth++;
    }
}

;// CONCATENATED MODULE: ./build/core/inputs/size.js

const units = {
    B: 1,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
    TiB: 2 ** 40,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
};
/** Reads `500MB`, `10GiB`, `1.5GiB`, or a number of bytes. @returns bytes */
function parseSize(text) {
    const [, amount, written = 'B'] = /^(\d{1,12}(?:\.\d{1,6})?)\s*([kmgt]?i?b)?$/i.exec(text) ?? [];
    const unit = Object.keys(units).find(name => name.toLowerCase() === written.toLowerCase());
    const bytes = amount === undefined || unit === undefined ? Number.NaN : Math.floor(Number(amount) * (units[unit] ?? 0));
    if (!Number.isSafeInteger(bytes))
        throw new Problem('is not a size. Write a number and a unit: 500MiB or 10GiB');
    return bytes;
}

;// CONCATENATED MODULE: ./build/core/inputs/input-types.js





const second = 1000;
const input_types_units = { s: second, m: 60 * second, h: 3600 * second, d: 86_400 * second };
/** Reads `90s`, `15m`, `2h`, `7d` as milliseconds. */
function parseDuration(text) {
    const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
    if (amount === undefined || unit === undefined)
        throw new Problem('is not a duration. Write a whole number and a unit: 90s, 15m, 2h or 7d');
    return Number(amount) * (input_types_units[unit] ?? 0);
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
    const guess = (0,nearest/* nearest */.p)(text, values)[0];
    throw new Problem(`is not one of ${values.join(', ')}${guess === undefined ? '' : `. Did you mean ${guess}?`}`);
}
function parseBoolean(text) {
    const word = text.toLowerCase();
    if (word !== 'true' && word !== 'false')
        throw new Problem('is neither true nor false');
    return word === 'true';
}
/** One reader for each type. */
const readers = {
    text: text => text,
    body: text => text,
    secret: text => text,
    path: text => text,
    connection: text => text,
    list: text => filled(parseList(text)),
    numbers: (text, bounds) => filled(parseList(text)).map(item => parseItem(item, bounds, parseNumber)),
    number: parseNumber,
    boolean: parseBoolean,
    duration: (text, { least = 0 }) => {
        const value = parseDuration(text);
        if (value < least)
            throw new Problem('must be longer than zero');
        return value;
    },
    time: parseTime,
    date: parseDate,
    map: parseMap,
    size: parseSize,
    choice: parseChoice,
    choices: (text, bounds) => filled(parseList(text)).map(item => parseItem(item, bounds, parseChoice)),
};
/** Commas alone, as of two variables that are both empty, would quietly ask without the filter. */
function filled(items) {
    if (items.length === 0)
        throw new Problem('is a list without items. Set at least one, or leave it out');
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

;// CONCATENATED MODULE: ./build/core/inputs/step-name.js
/**
 * First parts of names that the agent or a task already uses: predefined variables, and what stands in the environment
 * of a task (inputs, endpoints, secrets), which variables overwrite.
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Constants.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/NodeHandler.cs
 */
const taken = new Set([
    'agent', 'azp', 'build', 'checks', 'common', 'distributedtask', 'endpoint', 'environment', 'input', 'pipeline', 'release',
    'resources', 'secret', 'securefile', 'strategy', 'system', 'task', 'tf', 'vsts',
]); // biome-ignore format: a table
/**
 * The cause to refuse a step for its name: the agent joins it and the name of an output with a dot, without regard to
 * case, so that `buildId` of a step named `build` becomes `Build.BuildId` for the rest of the job. Undefined for a name
 * that overwrites nothing.
 *
 * @param name as the agent gives it in `System.TaskInstanceName`; undefined on GitHub
 */
function refusedStepName(name) {
    return name !== undefined && taken.has(name.trim().toLowerCase()) ? 'step-name-refused' : undefined;
}

;// CONCATENATED MODULE: ./build/core/settings/read-inputs.js










/**
 * @param now milliseconds since 1970
 * @throws StepError when the name of the step would make its outputs overwrite something
 */
function readInputs(table, given, context, now) {
    const refused = refusedStepName(context.stepName);
    if (refused !== undefined)
        throw new errors/* StepError */.zg(refused, { details: [`Step name: ${context.stepName}`] });
    const problems = [];
    const raw = {
        ...given,
        organization: given.organization || context.connection?.url || context.organization || '',
        project: given.project || context.project || '',
    };
    const check = (name, read) => {
        try {
            return read();
        }
        catch (error) {
            if (!(error instanceof Problem))
                throw error;
            const quoted = read_inputs_quote(name, table[name]?.type, raw[name] ?? '');
            problems.push(`${inputNameOn(name, context)} ${quoted}${sentence(spellNames(error.message, context))}`);
            return undefined;
        }
    };
    for (const [name, input] of Object.entries(table))
        if (isMissing(input, raw[name] ?? ''))
            problems.push(`${inputNameOn(name, context)} is required.`);
    const values = read_inputs_readValues(table, raw, context, now, check);
    const allowHttp = values.allowHttp === true;
    const organization = raw.organization === ''
        ? undefined
        : check('organization', () => parseOrganization(raw.organization ?? '', allowHttp));
    checkShared(values, check);
    const complain = (sentence) => void problems.push(spellNames(sentence, context));
    return { values, raw, organization, check, complain, settle };
    function settle() {
        const chosen = chooseToken(given, context);
        for (const name of inputsWith(chosen.token, table, given))
            problems.push(`${inputNameOn(name, context)} contains the token. Set it in ${inputNameOn('pat', context)} only.`);
        const wrong = tokenProblem(chosen.token) ?? foreignToken(chosen, organization, context);
        if (wrong !== undefined && problems.length === 0)
            throw new errors/* StepError */.zg(wrong, { details: [aboutToken(chosen, context)] });
        if (wrong !== undefined)
            problems.push(`${inputNameOn('pat', context)}: ${causes/* causes */.p[wrong].what} ${spellNames(causes/* causes */.p[wrong].fix, context)}`);
        if (problems.length > 0 || organization === undefined)
            throw new errors/* InputError */.dz(problems);
        return {
            organization,
            credential: credentialOf(chosen, raw.username ?? ''),
            source: chosen.source,
            isJobToken: chosen.source === 'job access token' || isJobToken(chosen.token, context),
        };
    }
}
/** Where one host can do without an input, its jobs provide the value, except when a task runs outside of them. */
function isMissing({ requiredOn, type }, raw) {
    // What is wrong with the token has messages of its own.
    return type !== 'secret' && requiredOn !== undefined && raw === '';
}
const emptyLists = ['list', 'choices', 'numbers'];
const texts = ['text', 'path', 'connection', 'body'];
function read_inputs_readValues(table, raw, { host }, now, check) {
    const values = {};
    for (const [name, input] of Object.entries(table)) {
        const { type, default: standard = '', only, ...bounds } = input;
        if (type === 'secret' || (only !== undefined && only !== host))
            continue;
        const empty = emptyLists.includes(type) ? [] : type === 'map' ? new Map() : undefined;
        const text = raw[name] || standard;
        const read = () => readers[type](text, { ...bounds, now });
        values[camel(name)] = text === '' && !texts.includes(type) ? empty : (check(name, read) ?? empty);
    }
    return values;
}
/** Texts of every step that have a form of their own. */
function checkShared(values, check) {
    check('username', () => {
        // https://www.rfc-editor.org/rfc/rfc7617#section-2
        if (values.username?.includes(':'))
            throw new Problem('has a colon, which ends the name in a Basic credential');
    });
    check('api-version', () => {
        if (values.apiVersion && !/^\d{1,2}\.\d{1,2}(-preview(\.\d{1,2})?)?$/.test(values.apiVersion))
            throw new Problem('is not an API version. Write it as 7.1 or 7.2-preview, or leave it empty');
    });
}
function sentence(text) {
    return text.endsWith('?') ? text : `${text}.`;
}
/** What a user wrote, for the message; a value that may be a secret is never quoted. */
function read_inputs_quote(name, type, text) {
    if (type === 'secret' || type === 'map' || type === 'body' || text === '')
        return '';
    if (name === 'organization')
        return `"${quoteOrganization(text)}" `;
    return `"${text.replace(/\/\/.*@/g, '//***@')}" `;
}

;// CONCATENATED MODULE: ./build/core/settings/read-settings.js







/**
 * Reads every input.
 * @param now milliseconds since 1970
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
function readSettings(given, context, now) {
    const { values, raw, check, complain, settle } = readInputs(inputs, given, context, now);
    const parsed = {
        branch: raw.branch === '' ? undefined : check('branch', () => parseBranch(raw.branch)),
        commit: raw.commit === '' ? undefined : check('commit', () => parseCommit(raw.commit)),
    };
    checkWords(values, check);
    for (const problem of contradictions(values, parsed))
        complain(problem);
    const { organization, credential, source } = settle();
    return group(values, { ...parsed, organization }, credential, source, context);
}
function group(values, { organization, branch, commit }, { authorization, scheme }, tokenSource, context) {
    const { project, order, requestTimeout, queryTimeout, concurrency, retries, apiVersion, ifNone } = values;
    const { appearTimeout, waitTimeout, pollInterval } = values;
    // What parameters and variables hold may be secret.
    const { parameters: _, variables: __, ...filters } = values;
    const requireResult = requiredOf(values);
    const judged = values.wait || values.start || requireResult.length > 0 || values.maxAge !== undefined;
    return {
        service: { url: organization.url, authorization, apiVersion, requestTimeout, concurrency, retries },
        query: {
            ...filters,
            projects: project,
            branch,
            commit,
            order: parseOrder(order),
            judged,
            ...limitsOf(values, judged),
        },
        wait: values.wait ? { appearTimeout, waitTimeout, pollInterval, ifNone } : undefined,
        start: values.start ? startOf(values, branch, commit, queryTimeout) : undefined,
        rules: {
            requireResult,
            maxAge: values.maxAge,
            ifNone,
            judged,
            waited: values.wait ? { appearTimeout, waitTimeout } : undefined,
            order: parseOrder(order),
            oneProject: project.length === 1 && !project.includes('*'),
        },
        explain: values.explain,
        artifacts: values.artifacts.length === 0
            ? undefined
            : {
                names: values.artifacts,
                path: values.artifactsPath,
                maxSize: values.artifactsMaxSize,
                ifNone: values.ifNoArtifacts,
            },
        output: {
            organization,
            context: { host: context.host },
            scheme,
            tokenSource,
            patExpiresOn: values.patExpiresOn,
            username: values.username,
            file: values.outputFile,
            summary: values.summary,
            dryRun: values.dryRun,
        },
    };
}
/** With `wait`, builds have to succeed unless the user says otherwise; `any` judges nothing. */
function requiredOf({ requireResult, wait }) {
    const required = requireResult.length === 0 && wait ? ['succeeded'] : requireResult;
    return required.includes('any') ? [] : required;
}
/** What is judged is the first build of each pipeline, unless the user says how many. */
function limitsOf({ top, maxBuildsPerPipeline, buildIds }, judged) {
    if (top !== undefined)
        return { top: top === 0 ? Number.POSITIVE_INFINITY : top, maxBuildsPerPipeline };
    if (!judged)
        return { top: 100, maxBuildsPerPipeline };
    if (maxBuildsPerPipeline !== undefined || buildIds.length > 0)
        return { top: Number.POSITIVE_INFINITY, maxBuildsPerPipeline };
    return { top: Number.POSITIVE_INFINITY, maxBuildsPerPipeline: 1 };
}
function startOf(values, branch, commit, queryTimeout) {
    const { project, pipelines, parameters, variables, onCancel } = values;
    return {
        project: project[0] ?? '',
        pipeline: pipelines[0] ?? '',
        ref: branch?.kind === 'ref' ? branch.ref : undefined,
        commit: commit?.text,
        parameters,
        variables,
        onCancel,
        queryTimeout,
    };
}
/** Texts that have a form of their own. */
function checkWords(values, check) {
    check('project', () => {
        // As segments of a path these two mean other folders.
        if (values.project.some(item => item === '.' || item === '..'))
            throw new Problem('is not the name of a project');
    });
    check('pipelines', () => {
        const wrong = values.pipelines.find(item => /\\$/.test(item) || /^0+$/.test(item) || /^\d{10,}$/.test(item));
        if (wrong !== undefined)
            throw new Problem(`has the item "${wrong}", which is not an ID, a name, or a \\folder\\name path`);
    });
}

;// CONCATENATED MODULE: ./build/core/run.js












const standardTools = { clock: systemClock, random: Math.random };
/** The builds step: inputs, builds, verdict, outputs, summary. It ends by telling the host how it went. */
async function run(bare, tools = standardTools) {
    const step = enterStep(bare);
    const report = new Report(step, tools.clock);
    let starting;
    try {
        const settings = readSettings(report.read(), step.context, tools.clock.now());
        if (settings.output.file !== '')
            (0,new_file/* checkPlace */.uD)(settings.output.file, step.context.commandFiles);
        const networkOf = (url) => step.host.network(url);
        const network = settings.output.dryRun ? {} : networkOf(settings.service.url);
        report.introduce(settings, network.proxy);
        if (settings.output.dryRun)
            return report.dryRun(settings);
        const service = step.own(openService(settings.service, { ...network, ...tools, ...speaking(step), networkOf }));
        report.knowServer(service);
        const flow = { step, report, tools, service };
        starting = openStarting(flow, settings);
        const selected = await (starting?.run() ?? selectBuilds(flow, settings));
        const result = await collect(selected.batches, settings, step, async () => (await selected.targets?.named) ?? []);
        step.signal.throwIfAborted();
        const verdict = judgeStart(selected.started, result, settings) ?? judge(result, settings.rules, selected.late, tools.clock.now());
        report.tell(settings, result, verdict, await explainNothing(flow, settings, selected, result, verdict));
        report.add(await explainVerdict(flow, settings, result, verdict));
        report.add(await fetchArtifacts(flow, settings, result, verdict));
        await report.finish(verdict);
    }
    catch (error) {
        await starting?.stopAfter(error);
        await report.fail(error);
    }
    finally {
        step.leave();
    }
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = require("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = require("path");
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function core_group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./build/core/host/environment-proxy.js

/**
 * The proxy that `https_proxy` or `http_proxy` names for a URL, as the variable has it; undefined for a direct
 * connection. Loopback addresses and those in `no_proxy` are asked directly. The library's own `getProxyUrl` is not
 * used: it connects directly when the address of the proxy is malformed, and takes `proxy:3128` for a scheme.
 */
function environmentProxy(url) {
    const target = new URL(url);
    if (checkBypass(target))
        return undefined;
    const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env;
    const proxy = target.protocol === 'https:' ? https_proxy || HTTPS_PROXY : http_proxy || HTTP_PROXY;
    if (!proxy)
        return undefined;
    return proxy.includes('://') ? proxy : `http://${proxy}`;
}

;// CONCATENATED MODULE: ./build/github/host.js






const exitCodes = { SIGINT: 130, SIGTERM: 143 };
/** The host of the builds step. */
const githubHost = githubHostOf(inputNames);
/**
 * GitHub Actions: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * @param names of the inputs of the step
 */
function githubHostOf(names) {
    return {
        read: () => ({
            inputs: Object.fromEntries(names.map(name => [name, getInput(name)])),
            context: { host: 'github', commandFiles: commandFiles() },
        }),
        mask,
        network(url) {
            const proxy = environmentProxy(url);
            return proxy === undefined ? {} : { proxy };
        },
        temporaryFolder: () => process.env.RUNNER_TEMP || (0,external_node_os_namespaceObject.tmpdir)(),
        info: info,
        debug: core_debug,
        warn: (message, title) => warning(message, title === undefined ? {} : { title }),
        error: (message, title) => error(message, title === undefined ? {} : { title }),
        group(title, lines) {
            startGroup(title);
            lines.forEach(info);
            endGroup();
        },
        progress: () => undefined,
        setOutput: setOutput,
        async writeSummary(markdown) {
            // Servers before GitHub Enterprise Server 3.6 have no summaries, and @actions/core throws there.
            if (process.env.GITHUB_STEP_SUMMARY)
                await summary.addRaw(markdown).write();
        },
        end(ending) {
            process.exitCode = ending.result === 'canceled' ? exitCodes[ending.signal] : Number(ending.result === 'failed');
        },
    };
}
/**
 * The runner sees no command if a combining mark follows its `::`, and would show the secret: such marks at its
 * beginning are left out, and hidden by what surrounds them.
 */
function mask(secret) {
    const visible = secret.replace(/^[\p{M}\p{Cn}]+/u, '');
    // A mask of few characters would blank out the log.
    if (visible === secret || visible.length >= minTokenLength)
        core_setSecret(visible);
}
/** `GITHUB_OUTPUT`, `GITHUB_ENV`, and whatever other files of its own the runner names: what is in them are commands. */
function commandFiles() {
    const own = Object.entries(process.env).filter(([name, value]) => name.startsWith('GITHUB_') && (0,external_node_path_.isAbsolute)(value ?? ''));
    return own.flatMap(([, path]) => path ?? []);
}

;// CONCATENATED MODULE: ./build/github/main.js


// Node.js ends with 0 when nothing is left to wait for: until the run has told its end, that is a failure.
process.exitCode = 1;
void run(githubHost);

})();

module.exports = __webpack_exports__;
/******/ })()
;