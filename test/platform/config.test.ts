import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keptSecret } from '../../src/platform/auth-secret.ts'
import { ConfigError, readConfig } from '../../src/platform/config.ts'

function problems(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message.split('\n')
  }
  return []
}

test('nothing set is a working configuration', () => {
  expect(readConfig({})).toEqual({
    port: 8787,
    baseUrl: 'http://localhost:8787',
    dataDir: '.data',
    authSecret: undefined,
    databaseUrl: undefined,
    elasticsearch: undefined,
    embedding: undefined,
    district: undefined,
    demo: true,
    unused: [],
  })
})

test('what is set is read', () => {
  const environment = {
    PORT: '0',
    BASE_URL: 'https://duijie.example',
    DATA_DIR: '/tmp/d',
    AUTH_SECRET: 's',
    DISTRICT: 'XH',
    DEMO: 'false',
    EMBEDDING_URL: 'http://localhost:8000/v1',
    EMBEDDING_MODEL: 'e5',
    EMBEDDING_DIMENSIONS: '384',
    EMBEDDING_QUERY_PREFIX: 'query: ',
    EMBEDDING_INPUT_TYPE: 'true',
  }
  expect(readConfig(environment)).toMatchObject({
    port: 0,
    baseUrl: 'https://duijie.example',
    dataDir: '/tmp/d',
    authSecret: 's',
    district: 'XH',
    demo: false,
    embedding: {
      url: 'http://localhost:8000/v1',
      model: 'e5',
      dimensions: 384,
      queryPrefix: 'query: ',
      documentPrefix: '',
      inputType: true,
    },
  })
})

test.for([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['BASE_URL', 'duijie'],
  ['BASE_URL', 'ftp://duijie.example'],
  ['DEMO', 'yes'],
  ['DISTRICT', 'xu hui'],
  ['CHAT_URL', 'chat'],
] as const)('a malformed value is named: %s=%s', ([name, value]) => {
  expect(problems({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `, 'u'))])
})

test('everything wrong is named at once', () => {
  expect(problems({ PORT: 'x', EMBEDING: 'other programs’ names are none of ours', EMBEDDING_MODELL: 'e5' })).toEqual([
    'EMBEDDING_MODELL is not a name this program knows',
    'PORT is not a whole number',
  ])
})

test('the servers to use instead of this process', () => {
  expect(
    readConfig({ DATABASE_URL: 'postgres://duijie@localhost/duijie', ELASTICSEARCH_URL: 'https://localhost:9200' }),
  ).toMatchObject({
    databaseUrl: 'postgres://duijie@localhost/duijie',
    elasticsearch: { url: 'https://localhost:9200', prefix: 'duijie' },
  })
  expect(problems({ DATABASE_URL: 'mysql://localhost' })).toEqual(['DATABASE_URL is not a postgres:// address'])
  expect(problems({ ELASTICSEARCH_API_KEY: 'k' })).toEqual([
    'ELASTICSEARCH_URL is missing, which ELASTICSEARCH_API_KEY would need',
  ])
})

test('an endpoint without a model, and a model without an endpoint, are incomplete', () => {
  expect(problems({ EMBEDDING_URL: 'http://localhost/v1' })).toEqual(['EMBEDDING_MODEL is missing, which EMBEDDING_URL needs'])
  expect(problems({ EMBEDDING_MODEL: 'e5' })).toEqual(['EMBEDDING_URL is missing, which EMBEDDING_MODEL would need'])
})

test('the example data is never wanted on a server, whatever DEMO says', () => {
  const DATABASE_URL = 'postgres://duijie@localhost/duijie'
  expect(readConfig({ DATABASE_URL, DEMO: 'true' })).toMatchObject({ demo: false, unused: ['DEMO'] })
  expect(readConfig({ DATABASE_URL, DEMO: 'false' })).toMatchObject({ demo: false, unused: [] })
  expect(readConfig({ DEMO: 'true' })).toMatchObject({ demo: true, unused: [] })
})

test('an empty value is as good as none', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' }).port).toBe(8787)
})

test('a chat model is one only with its address, and an address only with its model', () => {
  expect(readConfig({}).chat).toBeUndefined()
  expect(readConfig({ CHAT_URL: 'http://chat.example/v1', CHAT_MODEL: 'm', CHAT_API_KEY: 'k' }).chat).toEqual({
    url: 'http://chat.example/v1',
    model: 'm',
    apiKey: 'k',
  })
  expect(problems({ CHAT_MODEL: 'm', CHAT_API_KEY: 'k' })).toEqual([
    'CHAT_URL is missing, which CHAT_API_KEY, CHAT_MODEL would need',
  ])
  expect(problems({ CHAT_URL: 'http://chat.example/v1' })).toEqual(['CHAT_MODEL is missing, which CHAT_URL needs'])
})

test('the secret is made once, kept, and readable by its owner alone', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'duijie-secret-')), 'new')
  const secret = keptSecret(folder)
  expect(secret).toMatch(/^[\w-]{43}$/u)
  expect(keptSecret(folder)).toBe(secret)
  expect(statSync(join(folder, 'auth-secret')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'auth-secret'), 'utf8')).toBe(secret)
})
