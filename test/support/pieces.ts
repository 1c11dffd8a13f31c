import type { Result } from '../../hosts/types.js'

/** So many characters of a secret are a piece of it: by chance nobody writes them. */
const pieceLength = 10

const maskCommand = { github: '::add-mask::', azure: '##vso[task.setsecret]' }

/**
 * Pieces of a token, or of the credential made of it, that somebody can read in what a step left, in any case and under
 * two layers of escapes. Stricter than `findLeaks`, which looks for whole forms.
 */
export function findPieces(result: Result, token: string, username = ''): string[] {
  const credential = Buffer.from(`${username}:${token}`).toString('base64')
  const secrets = [token, credential, credential.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')]
  const pieces = new Set(secrets.flatMap(piecesOf))
  return visibleTexts(result).flatMap(([where, text]) =>
    layersOf(text).flatMap(layer =>
      piecesOf(layer).flatMap(piece => (pieces.has(piece) ? [`${where}: ${piece}`] : [])),
    ),
  )
}

function piecesOf(text: string): string[] {
  const folded = text.toLowerCase()
  return Array.from({ length: Math.max(0, folded.length - pieceLength + 1) }, (_, at) =>
    folded.slice(at, at + pieceLength),
  )
}

function layersOf(text: string): string[] {
  const once = unescaped(text)
  return [...new Set([text, once, unescaped(once)])]
}

function unescaped(text: string): string {
  const fromHex = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))
  return text
    .replace(/\\u([\da-f]{4})/gi, fromHex)
    .replace(/\\(["\\/])/g, '$1')
    .replace(/%([\da-f]{2})/gi, fromHex)
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)))
}

function visibleTexts(result: Result): [where: string, text: string][] {
  const raw = result.lines.filter(line => !line.raw.startsWith(maskCommand[result.host]))
  return [
    ...result.log.map((text): [string, string] => ['log', text]),
    ...raw.map((line): [string, string] => [line.stream, line.raw]),
    ...result.annotations.map(({ level, message }): [string, string] => [level, message]),
    ...result.progress.map(({ text }): [string, string] => ['progress', text]),
    ...Object.entries(result.outputs).map(([name, text]): [string, string] => [`output ${name}`, text]),
    ...Object.entries(result.outputsInNextStep).map(([name, text]): [string, string] => [`next step ${name}`, text]),
    ['summary', result.summary ?? ''],
    ...result.files.map((path): [string, string] => [`file ${path}`, `${path}\n${result.read(path)}`]),
  ]
}
