import { execFileSync } from 'node:child_process'

/**
 * The versions of Node.js that the manifests name, as paths: this process's own, or one from npm.
 * @returns {{ name: string, path: string }[]}
 */
export function findNodes() {
  return ['20', '24'].map(major => {
    const path = process.versions.node.startsWith(`${major}.`) ? process.execPath : fromNpm(major)
    return { name: `Node ${execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().slice(1)}`, path }
  })
}

/** @param {string} major */
function fromNpm(major) {
  const line = ['exec', '--yes', `--package=node@${major}`, '--', 'node', '--print', 'process.execPath']
  return execFileSync('npm', line, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
