declare module '@vercel/ncc' {
  export default function ncc(
    entry: string,
    options: { cache?: false; esm?: boolean; license?: string; quiet?: boolean; target?: string; minify?: boolean },
  ): Promise<{ code: string; assets: Record<string, { source: string | Uint8Array }> }>
}
