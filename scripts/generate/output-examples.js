/** What outputs look like. A test compares them with those of real runs. */
export const outputExamples = {
  /** @type {Record<string, string>} */
  builds: {
    outcome: 'passed',
    count: '1',
    truncated: 'false',
    'build-id': '7',
    'build-number': '20261124.7',
    'build-status': 'completed',
    'build-result': 'succeeded',
    'build-url': 'https://dev.azure.com/contoso/web/_build/results?buildId=7',
    'pipeline-id': '12',
    'pipeline-name': 'web ci',
    'source-branch': 'refs/heads/main',
    'source-version': '4f0c9d1be7a35286f1d0c4b39a8e75120c6bd3fa',
    'queue-time': '2026-11-24T05:04:00Z',
    'start-time': '2026-11-24T05:04:12Z',
    'finish-time': '2026-11-24T05:12:31Z',
    builds: '[{"id":7,"buildNumber":"20261124.7","status":"completed","result":"succeeded",…}]',
    'builds-file': '/home/runner/work/_temp/azure-devops-builds-agy3ah3df.json',
    failure: 'Build > Linux x64 > Build: src/Cart/Totals.cs(42,17): error CS1002: ; expected',
    failures: '[{"buildId":7,"stage":"Build","job":"Linux x64","task":"Build","kind":"script",…}]',
    artifacts: '[{"name":"drop","type":"PipelineArtifact","path":"/home/runner/work/web/web","files":2,"bytes":35}]',
    'artifacts-path': '/home/runner/work/web/web',
  },
  /** @type {Record<string, string>} */
  call: {
    outcome: 'passed',
    status: '200',
    result: '["web","mobile"]',
    'result-file': '/home/runner/work/_temp/azure-devops-call-aw18984bt',
    count: '2',
    truncated: 'false',
    etag: '"3"',
    location: 'https://dev.azure.com/contoso/_apis/git/repositories/web/pullrequests/2',
  },
}
