declare module '@vercel/ncc' {
  /** What this project reads of webpack's modules. */
  export interface Module {
    /** Its file. */
    readonly resource?: string
    /** Those that were joined into it. */
    readonly modules?: readonly Module[]
    /** The one of them that the others were joined into. */
    readonly rootModule?: Module
  }

  /** What goes into a file. */
  export interface Chunk {
    readonly files: Iterable<string>
  }

  export interface Compilation {
    readonly chunks: Iterable<Chunk>
    readonly chunkGraph: { getChunkModules(chunk: Chunk): Module[]; getModuleId(module: Module): string | number }
  }

  export default function ncc(
    entry: string,
    options: { cache?: false; esm?: boolean; quiet?: boolean; target?: string; minify?: boolean },
  ): Promise<{
    code: string
    assets: Record<string, { source: string | Uint8Array }>
    stats: { readonly compilation: Compilation }
  }>
}
