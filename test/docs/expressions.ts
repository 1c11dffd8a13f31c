/**
 * The expressions of both hosts, as far as the documentation uses them.
 * https://docs.github.com/actions/reference/workflows-and-actions/expressions,
 * https://learn.microsoft.com/azure/devops/pipelines/process/expressions
 */
export interface Scope {
  readonly values: Readonly<Record<string, unknown>>
  readonly functions: Readonly<Record<string, (...given: unknown[]) => unknown>>
}

/** @throws Error on anything that it does not know, so that no example is thought to work by mistake */
export function evaluate(text: string, scope: Scope): unknown {
  const parser = new Parser(tokensOf(text), scope)
  const value = parser.either()
  if (parser.rest.length > 0) throw new Error(`"${parser.rest[0]}" is left over in: ${text}`)
  return value
}

function tokensOf(text: string): string[] {
  const token = /\s*('(?:[^']|'')*'|\d+(?:\.\d+)?|[A-Za-z_][\w-]*|&&|\|\||[!=<>]=|[!<>().,[\]*])/y
  const tokens: string[] = []
  while (token.lastIndex < text.trimEnd().length) {
    const [, found] = token.exec(text) ?? []
    if (found === undefined) throw new Error(`not an expression: ${text}`)
    tokens.push(found)
  }
  return tokens
}

class Parser {
  constructor(
    readonly rest: string[],
    readonly scope: Scope,
  ) {}

  either(): unknown {
    let value = this.both()
    while (this.take('||')) {
      const other = this.both()
      value = truthy(value) ? value : other
    }
    return value
  }

  private both(): unknown {
    let value = this.comparison()
    while (this.take('&&')) {
      const other = this.comparison()
      value = truthy(value) ? other : value
    }
    return value
  }

  private comparison(): unknown {
    const value = this.unary()
    if (this.take('==')) return same(value, this.unary())
    if (this.take('!=')) return !same(value, this.unary())
    return value
  }

  private unary(): unknown {
    return this.take('!') ? !truthy(this.unary()) : this.path()
  }

  private path(): unknown {
    let value = this.primary()
    for (;;) {
      if (this.take('.')) value = this.take('*') ? starOf(value) : member(value, this.next())
      else if (this.take('[')) {
        value = member(value, this.either())
        this.expect(']')
      } else return value
    }
  }

  private primary(): unknown {
    if (this.take('(')) {
      const value = this.either()
      this.expect(')')
      return value
    }
    const token = this.next()
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (/^\d/.test(token)) return Number(token)
    if (token === 'true' || token === 'false') return token === 'true'
    if (this.take('(')) return this.call(token)
    if (!Object.hasOwn(this.scope.values, token)) throw new Error(`there is no ${token}`)
    return this.scope.values[token]
  }

  private call(name: string): unknown {
    const given: unknown[] = []
    while (!this.take(')')) {
      given.push(this.either())
      this.take(',')
    }
    const found = this.scope.functions[name]
    if (found === undefined) throw new Error(`there is no function ${name}`)
    return found(...given)
  }

  private next(): string {
    const token = this.rest.shift()
    if (token === undefined) throw new Error('the expression ends too early')
    return token
  }

  private take(token: string): boolean {
    if (this.rest[0] !== token) return false
    this.rest.shift()
    return true
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`${token} is missing before ${this.rest[0]}`)
  }
}

export function truthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}

/** Texts are compared without regard to case on both hosts. */
export function same(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map(value => String(value ?? '').toLowerCase())
  return a === b
}

function member(value: unknown, name: unknown): unknown {
  if (Array.isArray(value) && typeof name === 'string') return value.map(item => member(item, name))
  return (value as Record<string, unknown> | null | undefined)?.[String(name)]
}

function starOf(value: unknown): unknown[] {
  return Object.values((value ?? []) as object)
}
