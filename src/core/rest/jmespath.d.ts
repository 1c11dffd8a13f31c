/** https://github.com/jmespath/jmespath.js has no types of its own. */
declare module 'jmespath' {
  const jmespath: {
    /** @throws Error of the name LexerError or ParserError */
    compile(expression: string): unknown
    tokenize(expression: string): { type: string; value: unknown; start: number }[]
    /** @throws Error also for a function that is called with values of the wrong type */
    search(data: unknown, expression: string): unknown
  }
  export default jmespath
}
