declare module '@vercel/ncc' {
  /** What this project reads of webpack's modules. */
  export interface Module {
    /** Its file. */
    readonly resource?: string
    /** Those that were joined into it. */
    readonly modules?: readonly Module[]
  }

  export interface Compilation {
    readonly modules: Iterable<Module>
    readonly chunkGraph: { getNumberOfModuleChunks(module: Module): number }
  }

  export default function ncc(
    entry: string,
    options: { cache?: false; esm?: boolean; license?: string; quiet?: boolean; target?: string; minify?: boolean },
  ): Promise<{
    code: string
    assets: Record<string, { source: string | Uint8Array }>
    stats: { readonly compilation: Compilation }
  }>
}
