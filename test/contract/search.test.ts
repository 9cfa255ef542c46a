import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { searchContract } from './search-contract.ts'

searchContract('in process', createEmbeddedSearch)
