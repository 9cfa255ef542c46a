import { loadScanKernel } from '../../src/platform/load-scan-kernel.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { searchContract } from './search-contract.ts'

const kernel = await loadScanKernel()

searchContract('in process', () => ({ port: createEmbeddedSearch() }))
searchContract('in process with the kernel', () => ({ port: createEmbeddedSearch(kernel) }))
