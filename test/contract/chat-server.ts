import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ChatRequest = { model: string; temperature?: number; messages: { role: string; content: string }[] }
export type ChatCompany = { id: string; text: string }

/** What the model says; a number is answered as a status, undefined never. */
export type Reply = (companies: ChatCompany[], request: ChatRequest) => string | number | undefined

export type ChatServer = {
  url: string
  requests: ChatRequest[]
  reply: (how: Reply) => void
  close: () => Promise<void>
}

/** Speaks POST /v1/chat/completions on a port of 127.0.0.1; it reverses the companies unless told otherwise. */
export async function chatServer(): Promise<ChatServer> {
  const requests: ChatRequest[] = []
  let reply: Reply = reversed
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequest
      requests.push(request)
      const said = reply((JSON.parse(request.messages.at(-1)!.content) as { companies: ChatCompany[] }).companies, request)
      if (said === undefined) return
      response.writeHead(typeof said === 'number' ? said : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(typeof said === 'number' ? { error: { message: 'no' } } : completion(said)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    reply: (how) => void (reply = how),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export const reversed: Reply = (companies) => JSON.stringify(companies.map(({ id }) => id).toReversed())

function completion(content: string) {
  return {
    id: 'chat-1',
    object: 'chat.completion',
    created: 0,
    model: 'test',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  }
}
