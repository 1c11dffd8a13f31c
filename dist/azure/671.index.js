"use strict";
exports.id = 671;
exports.ids = [671];
exports.modules = {

/***/ 9671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Starting: () => (/* binding */ Starting)
});

// EXTERNAL MODULE: ./build/core/builds/filter.js
var filter = __webpack_require__(3414);
// EXTERNAL MODULE: ./build/core/builds/select.js
var builds_select = __webpack_require__(240);
// EXTERNAL MODULE: ./build/core/builds/wait.js + 1 modules
var wait = __webpack_require__(8403);
// EXTERNAL MODULE: ./build/core/errors/errors.js
var errors = __webpack_require__(3313);
// EXTERNAL MODULE: ./build/core/start/start-build.js + 5 modules
var start_build = __webpack_require__(5884);
// EXTERNAL MODULE: ./build/core/start/started-build.js
var started_build = __webpack_require__(5941);
// EXTERNAL MODULE: ./build/core/builds/build.js
var builds_build = __webpack_require__(2890);
// EXTERNAL MODULE: ./build/core/start/requests.js
var requests = __webpack_require__(7355);
;// CONCATENATED MODULE: ./build/core/start/stop-build.js



const stopTime = 4_000;
async function stopBuild(service, project, build, tools) {
    const { clock, say, warn, pageOf } = tools;
    if ((0,builds_build/* isCompleted */.Yw)(build))
        return;
    const name = `${(0,builds_build/* nameOf */.Vb)(build)} ${pageOf(build)}`;
    const request = (0,requests/* stopRequest */.qr)(project, build.id, clock.now() + stopTime);
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







const grace = 4_000;
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
    async run() {
        const { service, settings, tools } = this;
        const started = await this.startOne();
        const selection = selectionOf(started.found);
        const isFalse = started.differences.length > 0 || started.errors.length > 0;
        if (isFalse || settings.wait === undefined)
            return { started, batches: (0,builds_select/* selectionBatches */.df)(selection) };
        const { late, ...waited } = await (0,wait/* waitForKnown */.g)(service, settings.query, settings.wait, [started.found], {
            ...tools.wait,
            onChange: changed => this.change(changed),
        });
        const differences = waited.builds.flatMap(found => (0,started_build/* differencesNow */.X)(started, found));
        return {
            started: { ...started, differences },
            batches: (0,builds_select/* selectionBatches */.df)(waited),
            ...(late === undefined ? {} : { late }),
        };
    }
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
            return await (0,start_build.startBuild)(service, start, {
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
    return { builds: [found], counts: filter/* noCounts */.Yi, cuts: [], more: false };
}
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


/***/ })

};
;