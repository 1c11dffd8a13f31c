"use strict";
exports.id = 691;
exports.ids = [691];
exports.modules = {

/***/ 9691:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  downloadArtifacts: () => (/* binding */ downloadArtifacts)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/core/base/size.js
var size = __webpack_require__(2469);
// EXTERNAL MODULE: ./build/core/errors/errors.js
var errors = __webpack_require__(3313);
// EXTERNAL MODULE: ./build/core/base/text.js
var base_text = __webpack_require__(6811);
;// CONCATENATED MODULE: ./build/core/artifacts/archive-error.js


class ArchiveError extends errors/* StepError */.zg {
    damaged;
    name = 'ArchiveError';
    constructor(reason, details, damaged = false, original) {
        super(reason, { details, original });
        this.damaged = damaged;
    }
}
function damaged(what, original) {
    return new ArchiveError('archive-damaged', [what], true, original);
}
function quotedPath(path) {
    return `"${(0,base_text/* shorten */.ml)((0,base_text/* visible */.RK)(path), 200)}"`;
}

;// CONCATENATED MODULE: ./build/core/artifacts/budget.js
class Budget {
    bytes;
    shares = [];
    constructor(bytes) {
        this.bytes = bytes;
    }
    get left() {
        return this.shares.reduce((left, { taken }) => left - taken, this.bytes);
    }
    share() {
        const share = new Share(this);
        this.shares.push(share);
        return share;
    }
}
class Share {
    budget;
    taken = 0;
    constructor(budget) {
        this.budget = budget;
    }
    get left() {
        return this.budget.left + this.taken;
    }
}

// EXTERNAL MODULE: ./build/core/base/glob.js
var glob = __webpack_require__(4606);
// EXTERNAL MODULE: ./build/core/base/nearest.js
var nearest = __webpack_require__(4052);
;// CONCATENATED MODULE: ./build/core/artifacts/paths.js

const device = /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)/i;
const unusable = /[\0-\x1f<>:"|?*]/;
const longestPath = 4096;
const longestName = 255;
const deepest = 255;
function segmentsOf(path) {
    const segments = (path.endsWith('/') ? path.slice(0, -1) : path).split('/');
    const leaves = whyItLeaves(path, segments);
    if (leaves !== undefined)
        throw new ArchiveError('archive-path-refused', [`The path ${quotedPath(path)} ${leaves}.`]);
    const unnamed = whyItHasNoName(path, segments);
    if (unnamed !== undefined)
        throw new ArchiveError('archive-name-refused', [`The path ${quotedPath(path)} ${unnamed}.`]);
    return segments;
}
function whyItLeaves(path, segments) {
    if (path === '')
        return 'is empty';
    if (path.includes('\\'))
        return 'has a backslash';
    if (path.startsWith('/'))
        return 'is absolute';
    if (/^[a-z]:/i.test(path))
        return 'starts with a drive';
    if (segments.includes('..'))
        return 'leaves the folder';
    if (segments.some(segment => segment === '' || segment === '.'))
        return 'has a part without a name';
    return undefined;
}
function whyItHasNoName(path, segments) {
    if (path.length > longestPath)
        return `has ${path.length} characters; the maximum is ${longestPath}`;
    if (segments.length > deepest)
        return `is ${segments.length} folders deep; the maximum is ${deepest}`;
    for (const segment of segments) {
        if (segment.length > longestName)
            return `has a name of ${segment.length} characters; the maximum is ${longestName}`;
        if (unusable.test(segment))
            return 'has a character that Windows does not allow in names';
        if (/[. ]$/.test(segment))
            return 'has a name that ends with a dot or a space';
        if (device.test(segment))
            return 'has the name of a Windows device';
    }
    return undefined;
}
class PathSet {
    known = new Map();
    last = { folder: '', folded: '' };
    add(path, segments) {
        const end = path.length - (segments.at(-1) ?? '').length - (path.endsWith('/') ? 1 : 0);
        const folder = path.slice(0, end);
        if (folder !== this.last.folder)
            this.last = { folder, folded: this.addFolders(path, segments.slice(0, -1)) };
        this.addOne(`${this.last.folded}${fold(segments.at(-1) ?? '')}`, path);
    }
    addFolders(path, segments) {
        let [end, folded] = [0, ''];
        for (const segment of segments) {
            end += segment.length + 1;
            folded += fold(segment);
            this.addOne(folded, path.slice(0, end));
            folded += '/';
        }
        return folded;
    }
    addOne(folded, path) {
        const before = this.known.get(folded);
        if (before === undefined)
            this.known.set(folded === path ? path : folded, path);
        else if (before !== path || !path.endsWith('/'))
            throw new ArchiveError('archive-duplicate', [`${quotedPath(before)} and ${quotedPath(path)}.`]);
    }
}
function fold(path) {
    return printable.test(path) ? path.toLowerCase() : path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}
const printable = /^[\x20-\x7e]*$/;

;// CONCATENATED MODULE: ./build/core/artifacts/choose.js





const downloadable = ['PipelineArtifact', 'Drop', 'Container'];
const maxNamed = 20;
function chooseArtifacts(patterns, artifacts) {
    const selected = new Set();
    const missing = [];
    const unsupported = new Set();
    for (const pattern of patterns) {
        const matches = matchesOf(pattern, artifacts);
        const usable = matches.filter(({ type }) => downloadable.includes(type));
        for (const artifact of usable)
            selected.add(artifact);
        const others = matches.filter(artifact => !usable.includes(artifact)).map(describeUnsupported);
        if (usable.length === 0)
            missing.push(others[0] ?? describeMissing(pattern, artifacts));
        else
            for (const other of others)
                unsupported.add(other);
    }
    const folders = patterns.length > 1 || patterns.some(glob/* isGlob */.y) || selected.size > 1;
    return { chosen: artifacts.filter(one => selected.has(one)), missing, unsupported: [...unsupported], folders };
}
function matchesOf(pattern, artifacts) {
    const exact = artifacts.filter(({ name }) => name === pattern);
    if (exact.length > 0)
        return exact.slice(0, 1);
    const matches = (0,glob/* globMatcher */.f)(pattern.toLowerCase());
    return artifacts.filter(({ name }) => matches(name.toLowerCase()));
}
function describeUnsupported({ name, type }) {
    return `The artifact ${quoted(name)} is of type ${quoted(type)}, which the step cannot download.`;
}
function describeMissing(pattern, artifacts) {
    const names = artifacts.map(({ name }) => name);
    const what = (0,glob/* isGlob */.y)(pattern) ? `No artifact matches ${quoted(pattern)}.` : `There is no artifact ${quoted(pattern)}.`;
    if (names.length === 0)
        return `${what} The build has no artifacts.`;
    const near = (0,glob/* isGlob */.y)(pattern) ? [] : (0,nearest/* nearest */.p)(pattern, names.slice(0, 1000));
    const guess = near.length === 0 ? '' : ` Did you mean ${(0,base_text/* listed */.KE)(near.map(quoted), 'or')}?`;
    const more = names.length - maxNamed;
    const shown = [...names.slice(0, maxNamed).map(quoted), ...(more > 0 ? [`${(0,base_text/* counted */.hS)(more, 'other')}`] : [])];
    return `${what}${guess} The build has ${(0,base_text/* listed */.KE)(shown)}.`;
}
function quoted(name) {
    return `"${(0,base_text/* shorten */.ml)(name, 100)}"`;
}
function foldersOf({ chosen, folders }) {
    const known = new PathSet();
    return new Map(chosen.map(artifact => [artifact, folders ? folderOf(artifact, known) : undefined]));
}
function folderOf({ name }, known) {
    try {
        const segments = segmentsOf(name);
        if (segments.length === 1 && segments[0] === name)
            known.add(name, segments);
        else
            throw new Error('a path');
        return name;
    }
    catch (error) {
        throw new ArchiveError('artifact-folder-refused', [`The name is ${quotedPath(name)}.`], false, error);
    }
}

;// CONCATENATED MODULE: ./build/core/artifacts/disk-error.js

function diskError(error) {
    const { code, syscall, message } = error;
    if (code === undefined || syscall === undefined)
        throw error;
    throw new ArchiveError('artifacts-unwritable', [`${message}.`], false, error);
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: ./build/core/artifacts/requests.js
var requests = __webpack_require__(322);
;// CONCATENATED MODULE: ./build/core/artifacts/download.js







const largestOverhead = 512 * 1024 * 1024;
async function locateArchive(service, build, { name, type }, deadline) {
    const shown = (0,base_text/* shorten */.ml)(name, 100);
    if (type === 'Container')
        return (0,requests/* containerRequest */.t8)(build, name, deadline);
    const url = await service.request((0,requests/* signedContentRequest */.hb)(build, name, deadline), requests/* readSignedUrl */.wM);
    return { url, words: { what: `The download of the artifact ${shown}`, subject: 'artifacts' }, deadline };
}
async function downloadArchive(service, source, file, maxSize, onBytes, signal) {
    const handle = await (0,promises_.open)(file, 'wx', 0o600).catch(diskError);
    try {
        const limit = maxSize + largestOverhead;
        const sink = ({ length = 0 }) => {
            if (length > limit)
                throw tooLarge(length);
            return fileSink(handle, limit, onBytes);
        };
        await service.download(source, sink, signal);
    }
    catch (error) {
        signal.throwIfAborted();
        throw 'url' in source ? aboutStorage(error) : error;
    }
    finally {
        await handle.close();
    }
}
function fileSink(handle, limit, onBytes) {
    let size = 0;
    return new external_node_stream_.Writable({
        highWaterMark: 1024 * 1024,
        write(chunk, _encoding, done) {
            size += chunk.length;
            if (size > limit)
                return done(tooLarge(size));
            onBytes(chunk.length);
            handle
                .writeFile(chunk)
                .catch(diskError)
                .then(() => done(), done);
        },
    });
}
function tooLarge(size) {
    return new ArchiveError('archive-too-large', [`The archive has at least ${(0,base_text/* grouped */.zD)(size)} bytes.`]);
}
function aboutStorage(error) {
    if (!(error instanceof errors/* ServiceError */._7))
        return error;
    const { details, request, transient, arrived } = error;
    const { status } = request;
    const reason = isRefusal(error)
        ? 'artifact-url-refused'
        : status !== undefined && status < 400
            ? 'artifact-not-zip'
            : unreachable.has(error.reason)
                ? 'artifact-unreachable'
                : interrupted.has(error.reason)
                    ? 'artifact-incomplete'
                    : error.reason;
    return new errors/* ServiceError */._7(reason, { details, request, transient, arrived, original: error });
}
const unreachable = new Set([
    'name-unresolved',
    'connection-refused',
    'proxy-refused',
    'tls-mismatch',
]);
const interrupted = new Set(['request-timed-out', 'response-incomplete']);
function isRefusal({ request: { status } }) {
    return status !== undefined && [400, 401, 403, 404, 410].includes(status);
}

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(663);
;// CONCATENATED MODULE: ./build/core/artifacts/entry.js



const types = { mask: 0o170000, folder: 0o040000, file: 0o100000 };
const executable = 0o111;
const reparsePoint = 0x400;
const systems = { dos: 0, unix: 3, ntfs: 10, darwin: 19 };
const largestRatio = 1032;
function readEntry(header) {
    const path = (0,yauzl/* getFileNameLowLevel */.ax)(header.generalPurposeBitFlag, header.fileNameRaw, header.extraFields, true);
    const segments = segmentsOf(path);
    const folder = path.endsWith('/');
    refuseSpecial(path, header, folder);
    if (header.isEncrypted())
        throw new ArchiveError('archive-unsupported', [`${quotedPath(path)} is encrypted.`]);
    if (!header.canDecodeFileData()) {
        const method = `${quotedPath(path)} is compressed with method ${header.compressionMethod}.`;
        throw new ArchiveError('archive-unsupported', [method]);
    }
    const { uncompressedSize: size, compressedSize } = header;
    if (folder && size > 0)
        throw damaged(`The folder ${quotedPath(path)} has content.`);
    if (size > largestRatio * Math.max(compressedSize, 1)) {
        const ratio = `${quotedPath(path)} declares ${size} bytes from ${compressedSize}, more than any compression gives.`;
        throw new ArchiveError('archive-too-large', [ratio]);
    }
    return { path, segments, folder, size, header, deflated: header.isCompressed(), executable: isExecutable(header) };
}
function refuseSpecial(path, header, folder) {
    const { system, mode } = attributesOf(header);
    const type = mode & types.mask;
    const plain = type === 0 || type === (folder ? types.folder : types.file);
    const windows = system === systems.dos || system === systems.ntfs;
    if (plain && !(windows && (header.externalFileAttributes & reparsePoint) !== 0))
        return;
    throw new ArchiveError('archive-link-refused', [`${quotedPath(path)} is ${typeNames.get(type) ?? 'a special file'}.`]);
}
const typeNames = new Map([
    [0, 'a link'],
    [0o120000, 'a symbolic link'],
    [0o010000, 'a named pipe'],
    [0o020000, 'a device'],
    [0o060000, 'a device'],
    [0o140000, 'a socket'],
    [types.folder, 'a folder that is called a file'],
    [types.file, 'a file that is called a folder'],
]);
function isExecutable(header) {
    const { system, mode } = attributesOf(header);
    return (system === systems.unix || system === systems.darwin) && (mode & executable) !== 0;
}
function attributesOf({ versionMadeBy, externalFileAttributes }) {
    return { system: versionMadeBy >>> 8, mode: externalFileAttributes >>> 16 };
}

;// CONCATENATED MODULE: ./build/core/artifacts/window-reader.js

const windowSize = 256 * 1024;
class WindowReader extends yauzl/* RandomAccessReader */.lJ {
    handle;
    size;
    windows = [];
    constructor(handle, size) {
        super();
        this.handle = handle;
        this.size = size;
    }
    read(target, offset, length, position, done) {
        this.bytesAt(position, length)
            .then(bytes => void bytes.copy(target, offset))
            .then(() => done(null), done)
            .catch(error => this.emit('error', error));
    }
    async bytesAt(position, length) {
        if (!(position >= 0 && position + length <= this.size))
            throw new Error('unexpected end of the file');
        if (length > windowSize)
            return this.load(position, length);
        const known = this.windows.find(({ start, bytes }) => start <= position && position + length <= start + bytes.length);
        const window = known ?? { start: position, bytes: await this.load(position, windowSize) };
        this.windows = [...this.windows.filter(other => other !== window).slice(-1), window];
        return window.bytes.subarray(position - window.start, position - window.start + length);
    }
    async load(position, length) {
        const bytes = Buffer.allocUnsafe(Math.min(length, this.size - position));
        let filled = 0;
        while (filled < bytes.length) {
            const { bytesRead } = await this.handle.read(bytes, filled, bytes.length - filled, position + filled);
            if (bytesRead === 0)
                throw new Error('unexpected end of the file');
            filled += bytesRead;
        }
        return bytes;
    }
}

;// CONCATENATED MODULE: ./build/core/artifacts/archive.js





const afterDirectory = [0x06054b50, 0x06064b50];
const descriptorFlag = 1 << 3;
class Archive {
    handle;
    reader;
    zip;
    constructor(handle, reader) {
        this.handle = handle;
        this.reader = reader;
    }
    static async open(file) {
        const handle = await (0,promises_.open)(file, 'r');
        const { size } = await handle.stat();
        return new Archive(handle, new WindowReader(handle, size));
    }
    get size() {
        return this.reader.size;
    }
    close() {
        return this.handle.close();
    }
    async *entries(onCount) {
        const zip = await this.openDirectory();
        this.zip = zip;
        onCount?.(zip.entryCount);
        const headers = zip.eachEntry();
        for (;;) {
            const { done, value } = await headers.next().catch(refuse);
            if (done)
                break;
            yield readEntry(value);
        }
        await this.checkEnd(zip.readEntryCursor);
    }
    openDirectory() {
        const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
        return new Promise((resolve, reject) => {
            (0,yauzl/* fromRandomAccessReader */.hH)(this.reader, this.size, options, (error, zip) => error ? reject(error) : resolve(zip));
        }).catch(refuse);
    }
    async checkEnd(position) {
        const bytes = await this.reader.bytesAt(position, 4).catch(refuse);
        if (!afterDirectory.includes(bytes.readUInt32LE(0)))
            throw damaged('The central directory does not end where its end record says.');
    }
    async locate({ header, path }) {
        const local = await this.localHeader(header);
        const later = (local.generalPurposeBitFlag & descriptorFlag) !== 0;
        const differs = !local.fileName.equals(header.fileNameRaw) ||
            local.compressionMethod !== header.compressionMethod ||
            (!later && local.crc32 !== header.crc32) ||
            (!later && !agrees(local.compressedSize, header.compressedSize)) ||
            (!later && !agrees(local.uncompressedSize, header.uncompressedSize));
        if (differs)
            throw damaged(`The directory and the file itself say different things about ${quotedPath(path)}.`);
        return { start: local.fileDataStart, length: header.compressedSize };
    }
    localHeader(entry) {
        return new Promise((resolve, reject) => {
            this.zip?.readLocalFileHeader(entry, (error, found) => (error ? reject(error) : resolve(found)));
        }).catch(refuse);
    }
    bytesAt({ start, length }) {
        return this.reader.bytesAt(start, length);
    }
    async *pieces({ start, length }, size) {
        const end = start + length;
        for (let at = start; at < end; at += size)
            yield await this.reader.load(at, Math.min(size, end - at));
    }
}
function agrees(local, central) {
    return local === 0xffffffff || local === central;
}
function refuse(error) {
    if (error.syscall !== undefined)
        throw error;
    if (/multi-disk|encryption/.test(error.message))
        throw new ArchiveError('archive-unsupported', [`${error.message}.`], false, error);
    throw damaged(`${error.message.replace(/\.$/, '')}.`, error);
}

;// CONCATENATED MODULE: ./build/core/artifacts/contents.js




const defaultMaxEntries = 1_000_000;
const headerSizes = { directory: 46, local: 30 };
async function checkContents(archive, expected, signal) {
    const paths = new PathSet();
    const ranges = new Ranges();
    let [files, bytes, rooted] = [0, 0, expected.root !== undefined];
    const onCount = (count) => {
        checkCount(count, expected.maxEntries ?? defaultMaxEntries, archive.size);
        ranges.reserve(count);
    };
    for await (const { path, segments, folder, size, header } of archive.entries(onCount)) {
        signal.throwIfAborted();
        paths.add(path, segments);
        ranges.add(header.relativeOffsetOfLocalHeader, headerSizes.local + header.fileNameLength + header.compressedSize);
        rooted &&= segments[0] === expected.root && (folder || segments.length > 1);
        if (!folder)
            files++;
        bytes += size;
        if (bytes > expected.budget.left)
            throw overBudget(expected.budget);
    }
    ranges.check();
    if (bytes > largestRatio * archive.size)
        throw contents_tooLarge(`It declares ${(0,base_text/* grouped */.zD)(bytes)} bytes, more than any compression gives.`);
    if (bytes !== (expected.bytes ?? bytes))
        throw damaged(`It has ${(0,base_text/* grouped */.zD)(bytes)} bytes, and Azure DevOps declares ${(0,base_text/* grouped */.zD)(expected.bytes ?? 0)}.`);
    if (bytes > expected.budget.left)
        throw overBudget(expected.budget);
    expected.budget.taken = bytes;
    return { files, bytes, rooted };
}
function overBudget({ left }) {
    return contents_tooLarge(`It has more than the ${(0,base_text/* grouped */.zD)(left)} bytes that are left of the maximum size.`);
}
function checkCount(count, maximum, size) {
    const entries = (0,base_text/* counted */.hS)(count, 'entry', 'entries');
    if (count > maximum)
        throw contents_tooLarge(`It has ${entries}; the maximum is ${(0,base_text/* grouped */.zD)(maximum)}.`);
    if (count * headerSizes.directory > size)
        throw damaged(`It is too short for ${entries}.`);
}
function contents_tooLarge(what) {
    return new ArchiveError('archive-too-large', [what]);
}
class Ranges {
    count = 0;
    starts = new Float64Array();
    ends = new Float64Array();
    reserve(count) {
        this.starts = new Float64Array(count);
        this.ends = new Float64Array(count);
    }
    add(start, length) {
        this.starts[this.count] = start;
        this.ends[this.count] = start + length;
        this.count++;
    }
    check() {
        const starts = this.starts.sort();
        const ends = this.ends.sort();
        if (starts.some((start, at) => start < (ends[at - 1] ?? 0)))
            throw damaged('Two of its files share the same bytes.');
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./build/core/artifacts/crc32.js

const polynomial = 0xedb88320;
const crc32 = typeof external_node_zlib_.crc32 === 'function' ? external_node_zlib_.crc32 : plainCrc32;
let table;
function plainCrc32(bytes, before = 0) {
    table ??= Int32Array.from({ length: 256 }, (_, byte) => {
        let value = byte;
        for (let bit = 0; bit < 8; bit++)
            value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
        return value;
    });
    let value = ~before;
    for (let at = 0; at < bytes.length; at++)
        value = (value >>> 8) ^ (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
    return ~value >>> 0;
}

;// CONCATENATED MODULE: ./build/core/artifacts/unpack-file.js





const small = { compressed: 256 * 1024, content: 1024 * 1024 };
const pieceSize = 256 * 1024;
async function unpackFile(archive, entry, path, { signal, onBytes }) {
    const data = await archive.locate(entry);
    const target = create(path, entry);
    try {
        const content = new Content(entry);
        const write = (bytes) => {
            content.add(bytes);
            for (let at = 0; at < bytes.length;)
                at += (0,external_node_fs_.writeSync)(target, bytes, at);
            onBytes?.(bytes.length);
        };
        if (data.length <= small.compressed && entry.size <= small.content)
            write(await inflate(archive, data, entry));
        else
            await stream(archive, data, entry, write, signal);
        content.check();
    }
    catch (error) {
        signal.throwIfAborted();
        if (!isOfContent(error))
            throw error;
        throw damaged(`The content of ${quotedPath(entry.path)} is damaged: ${error.message}.`, error);
    }
    finally {
        (0,external_node_fs_.closeSync)(target);
    }
}
function create(path, { path: name, executable }) {
    try {
        return (0,external_node_fs_.openSync)(path, 'wx', executable ? 0o777 : 0o666);
    }
    catch (error) {
        const { code } = error;
        if (code !== 'EEXIST' && code !== 'EISDIR')
            throw error;
        throw new ArchiveError('archive-duplicate', [`${quotedPath(name)} is there already.`], false, error);
    }
}
class Content {
    declared;
    size = 0;
    crc = 0;
    constructor(declared) {
        this.declared = declared;
    }
    add(bytes) {
        this.size += bytes.length;
        this.crc = crc32(bytes, this.crc);
        if (this.size > this.declared.size)
            throw new ContentError(`it has more than ${this.declared.size} bytes`);
    }
    check() {
        const { size, header } = this.declared;
        if (this.size < size)
            throw new ContentError(`it has ${this.size} of ${size} bytes`);
        if (this.crc !== header.crc32)
            throw new ContentError('its CRC is wrong');
    }
}
class ContentError extends Error {
}
async function inflate(archive, data, { deflated, size }) {
    const bytes = await archive.bytesAt(data);
    if (!deflated)
        return bytes;
    const { buffer, engine } = inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1), info: true });
    checkConsumed(engine, data);
    return buffer;
}
const inflateRawSync = external_node_zlib_.inflateRawSync;
async function stream(archive, data, { deflated }, write, signal) {
    const source = archive.pieces(data, pieceSize);
    const writeAll = async (pieces) => {
        for await (const piece of pieces)
            write(piece);
    };
    if (!deflated)
        return (0,external_node_stream_promises_.pipeline)(source, writeAll, { signal });
    const engine = external_node_zlib_.createInflateRaw({ chunkSize: pieceSize });
    await (0,external_node_stream_promises_.pipeline)(source, engine, writeAll, { signal });
    checkConsumed(engine, data);
}
function checkConsumed({ bytesWritten }, { length }) {
    if (bytesWritten !== length)
        throw new ContentError(`${bytesWritten} of ${length} compressed bytes are content`);
}
function isOfContent(error) {
    const { code = '' } = error;
    return error instanceof ContentError || code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE';
}

;// CONCATENATED MODULE: ./build/core/artifacts/unpack.js






async function unpack(file, folder, expected, signal, onBytes) {
    const archive = await Archive.open(file);
    try {
        const { files, bytes, rooted } = await checkContents(archive, expected, signal);
        await (0,promises_.mkdir)(folder);
        const made = new Set([folder]);
        const breath = breather();
        for await (const entry of archive.entries()) {
            await breath();
            signal.throwIfAborted();
            const path = (0,external_node_path_.join)(folder, ...entry.segments.slice(rooted ? 1 : 0));
            const parent = entry.folder ? path : (0,external_node_path_.dirname)(path);
            if (!made.has(parent))
                await (0,promises_.mkdir)(parent, { recursive: true });
            made.add(parent);
            if (!entry.folder)
                await unpackFile(archive, entry, path, { signal, onBytes });
        }
        return { files, bytes };
    }
    finally {
        await archive.close();
    }
}
function breather() {
    let last = performance.now();
    return async () => {
        if (performance.now() - last < 20)
            return;
        await (0,external_node_timers_promises_.setImmediate)();
        last = performance.now();
    };
}

;// CONCATENATED MODULE: ./build/core/artifacts/fetch-artifact.js







async function fetchArtifact(artifact, options) {
    const { service, say, signal } = options;
    let renewed = false;
    for (let attempt = 0;;) {
        const source = await locateArchive(service, options.build, artifact, service.clock.now() + options.timeout);
        try {
            return await fetchOnce(artifact, source, options);
        }
        catch (error) {
            signal.throwIfAborted();
            const refused = 'url' in source && error instanceof errors/* ServiceError */._7 && isRefusal(error);
            if (refused && !renewed) {
                renewed = true;
                say(`The signed URL of the artifact ${(0,base_text/* shorten */.ml)(artifact.name, 100)} was refused. A new one is requested.`);
                continue;
            }
            if (!isTransient(error) || attempt >= service.retries)
                throw error;
            const next = `Attempt ${attempt + 2} of ${service.retries + 1} follows`;
            say(`The download of the artifact ${(0,base_text/* shorten */.ml)(artifact.name, 100)} failed (transient error): ${lastLine(error)} ${next}.`);
            await service.backOff(attempt++);
        }
    }
}
async function fetchOnce(artifact, source, options) {
    const { service, file, folder, budget, amount, signal } = options;
    Object.assign(amount, { downloaded: 0, unpacked: 0 });
    try {
        await downloadArchive(service, source, file, budget.left, counter(amount, 'downloaded'), signal);
        const expected = { budget, root: artifact.name, ...(artifact.size === undefined ? {} : { bytes: artifact.size }) };
        return await unpack(file, folder, expected, signal, counter(amount, 'unpacked')).catch(diskError);
    }
    catch (error) {
        budget.taken = 0;
        await (0,promises_.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
        throw error;
    }
    finally {
        await (0,promises_.rm)(file, { force: true });
    }
}
function counter(amount, name) {
    return bytes => {
        amount[name] += bytes;
    };
}
function isTransient(error) {
    return error instanceof ArchiveError ? error.damaged : error instanceof errors/* ServiceError */._7 && error.transient;
}
function lastLine(error) {
    return error instanceof errors/* ServiceError */._7 || error instanceof ArchiveError
        ? (error.details[0] ?? error.message)
        : String(error);
}

;// CONCATENATED MODULE: ./build/core/artifacts/in-parallel.js
async function inParallel(items, width, signal, task) {
    const failing = new AbortController();
    const either = AbortSignal.any([signal, failing.signal]);
    const values = [];
    const queue = items.entries();
    const work = async () => {
        for (const [index, item] of queue) {
            either.throwIfAborted();
            values[index] = await task(item, either, index);
        }
    };
    const workers = Array.from({ length: width }, () => work().catch(error => failing.abort(error)));
    await Promise.all(workers);
    either.throwIfAborted();
    return values;
}

;// CONCATENATED MODULE: ./build/core/artifacts/progress.js

const interval = 10_000;
class Progress {
    tools;
    total;
    amounts = [];
    ending = new AbortController();
    constructor(tools, total) {
        this.tools = tools;
        this.total = total;
        this.report().catch(() => undefined);
    }
    follow() {
        const amount = { downloaded: 0, unpacked: 0 };
        this.amounts.push(amount);
        return amount;
    }
    stop() {
        this.ending.abort();
    }
    async report() {
        const { clock, say, progress } = this.tools;
        for (let [time, before, percent] = [clock.now(), 0, 0];;) {
            await clock.sleep(interval, this.ending.signal);
            const { downloaded, unpacked } = this.sum();
            const rate = (1000 * Math.max(downloaded - before, 0)) / Math.max(clock.now() - time, 1);
            [time, before] = [clock.now(), downloaded];
            const of = this.total === undefined ? '' : ` of ${(0,size/* formatSize */.X)(this.total)}`;
            const text = `Artifacts: downloaded ${(0,size/* formatSize */.X)(downloaded)} (${(0,size/* formatSize */.X)(rate)}/s), unpacked ${(0,size/* formatSize */.X)(unpacked)}${of}.`;
            say(text);
            if (!this.total)
                continue;
            const done = Math.min(downloaded / this.total, 1) + Math.min(unpacked / this.total, 1);
            percent = Math.max(percent, Math.floor(50 * done));
            progress(percent, text);
        }
    }
    sum() {
        return this.amounts.reduce((sum, { downloaded, unpacked }) => ({
            downloaded: sum.downloaded + downloaded,
            unpacked: sum.unpacked + unpacked,
        }), { downloaded: 0, unpacked: 0 });
    }
}

// EXTERNAL MODULE: ./build/core/base/new-file.js
var new_file = __webpack_require__(2755);
;// CONCATENATED MODULE: ./build/core/artifacts/moves.js




async function planMoves(from, to, reserved = []) {
    const there = await (0,promises_.lstat)(to).catch(absent);
    const folder = (await (0,promises_.lstat)(from)).isDirectory();
    if (there === undefined)
        return [{ from, to }];
    if (!folder && there.isFile() && !reserved.includes(to))
        return [{ from, to, replaces: true }];
    if (!folder || !there.isDirectory())
        throw new ArchiveError('artifacts-path-refused', [`${quotedPath(to)} is ${describe(there)}.`]);
    const moves = [];
    for (const name of await (0,promises_.readdir)(from))
        moves.push(...(await planMoves((0,external_node_path_.join)(from, name), (0,external_node_path_.join)(to, name), reserved)));
    return moves;
}
async function moveAll(moves, aside) {
    const done = [];
    const move = async (from, to) => {
        await (0,promises_.rename)(from, to);
        done.push({ from, to });
    };
    await (0,promises_.mkdir)(aside);
    try {
        for (const { from, to, replaces } of moves) {
            if (replaces)
                await move(to, (0,external_node_path_.join)(aside, String(done.length)));
            await move(from, to);
        }
    }
    catch (error) {
        throw await undo(done, error);
    }
}
async function undo(done, error) {
    const stuck = [];
    for (const { from, to } of done.reverse())
        await (0,promises_.rename)(to, from).catch(() => stuck.push(to));
    if (stuck.length === 0)
        return error;
    const paths = stuck.slice(0, 10).map(path => `${quotedPath(path)} could not be moved back.`);
    return new ArchiveError('artifacts-unwritable', [(0,errors/* messageOf */.bD)(error), ...paths], false, error);
}
function describe(there) {
    if (there.isSymbolicLink())
        return 'a link';
    if (there.isDirectory())
        return 'a folder, and the artifact has a file there';
    return there.isFile() ? 'a file that cannot be replaced' : 'a special file';
}
function absent(error) {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
        throw error;
    return undefined;
}

;// CONCATENATED MODULE: ./build/core/artifacts/staging.js





class Staging {
    target;
    folder;
    made;
    placed = false;
    constructor(target, folder, made) {
        this.target = target;
        this.folder = folder;
        this.made = made;
    }
    get content() {
        return (0,external_node_path_.join)(this.folder, 'content');
    }
    static async open(path) {
        const target = (0,external_node_path_.resolve)(path);
        const there = await (0,promises_.stat)(target).catch(absent);
        if (there?.isDirectory())
            return Staging.in(await (0,promises_.realpath)(target), '.', []);
        if (there !== undefined || (await (0,promises_.lstat)(target).catch(absent)) !== undefined)
            throw new ArchiveError('artifacts-path-refused', [`${quotedPath(path)} is not a folder.`]);
        const parent = (0,external_node_path_.dirname)(target);
        const made = (0,new_file/* makeFolder */.fc)(parent);
        return Staging.in(await (0,promises_.realpath)(parent), (0,external_node_path_.basename)(target), made);
    }
    static async in(parent, name, made) {
        try {
            return new Staging((0,external_node_path_.join)(parent, name), await (0,promises_.mkdtemp)((0,external_node_path_.join)(parent, '.azure-devops-artifacts-')), made);
        }
        catch (error) {
            await removeEmpty(made);
            throw error;
        }
    }
    async place(reserved = []) {
        const kept = await Promise.all(reserved.map(file => (0,promises_.realpath)(file).catch(() => file)));
        await moveAll(await planMoves(this.content, this.target, kept), (0,external_node_path_.join)(this.folder, 'replaced'));
        this.placed = true;
    }
    async close() {
        await (0,promises_.rm)(this.folder, { recursive: true, force: true, maxRetries: 3 });
        if (!this.placed)
            await removeEmpty(this.made);
    }
}
async function removeEmpty(folders) {
    for (const folder of folders)
        await (0,promises_.rmdir)(folder).catch(() => undefined);
}

;// CONCATENATED MODULE: ./build/core/artifacts/download-artifacts.js













async function downloadArtifacts(service, build, query, tools) {
    const artifacts = await service.request((0,requests/* listRequest */.Yq)(build, service.clock.now() + query.timeout), requests/* readArtifacts */.MN);
    const choice = chooseArtifacts(query.names, artifacts);
    const { missing, unsupported } = choice;
    if (missing.length > 0 && query.ifNone === 'fail')
        throw new errors/* StepError */.zg('artifact-missing', { details: missing });
    const staging = await Staging.open(query.path).catch(diskError);
    try {
        const downloaded = choice.chosen.length === 0 ? [] : await fetchAll(service, build, query, choice, staging, tools);
        return { path: staging.target, artifacts: downloaded, missing, unsupported };
    }
    finally {
        await staging.close().catch(error => tools.say(`A temporary folder was not removed: ${(0,errors/* messageOf */.bD)(error)}`));
    }
}
async function fetchAll(service, build, { maxSize, timeout, concurrency }, choice, staging, tools) {
    const folders = foldersOf(choice);
    const total = checkTotal(choice.chosen, maxSize);
    const budget = new Budget(maxSize);
    const archives = await (0,promises_.mkdtemp)((0,external_node_path_.join)(tools.temporaryFolder, 'artifacts-')).catch(diskError);
    const progress = new Progress(tools, total);
    try {
        if (choice.folders)
            await (0,promises_.mkdir)(staging.content).catch(diskError);
        const all = await inParallel(choice.chosen, concurrency, service.signal, async (artifact, signal, index) => {
            const name = folders.get(artifact);
            const folder = name === undefined ? staging.content : (0,external_node_path_.join)(staging.content, name);
            const file = (0,external_node_path_.join)(archives, `${index}.zip`);
            const shares = { budget: budget.share(), amount: progress.follow() };
            const options = { service, build, file, folder, ...shares, timeout, say: tools.say, signal };
            const unpacked = await fetchArtifact(artifact, options);
            const path = name === undefined ? staging.target : (0,external_node_path_.join)(staging.target, name);
            return { name: artifact.name, type: artifact.type, path, ...unpacked };
        });
        await staging.place(tools.reserved).catch(diskError);
        return all;
    }
    finally {
        progress.stop();
        await (0,promises_.rm)(archives, { recursive: true, force: true, maxRetries: 3 });
    }
}
function checkTotal(artifacts, maxSize) {
    const sizes = artifacts.map(({ size }) => size);
    const known = sizes.reduce((sum, size) => sum + (size ?? 0), 0);
    if (known > maxSize) {
        const details = `Azure DevOps declares ${(0,size/* formatSize */.X)(known)}, and the maximum is ${(0,size/* formatSize */.X)(maxSize)}.`;
        throw new ArchiveError('archive-too-large', [details]);
    }
    return sizes.includes(undefined) ? undefined : known;
}


/***/ })

};
;