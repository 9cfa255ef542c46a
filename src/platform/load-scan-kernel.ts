import { readFile } from 'node:fs/promises'

/** The scan of search-scan.wat, for the in-process index on Node. */
export async function loadScanKernel(): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(new Uint8Array(await readFile(new URL('search-scan.wasm', import.meta.url))))
}
