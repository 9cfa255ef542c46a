import { Agent, createServer as createHttpServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** One statement to Postgres, or one request to an HTTP server. */
export type Call = { to: 'postgres' | 'index' | 'embedding'; what: string }

/** Before it is sent on, or after the server has done it and before anybody has read the answer. */
export type Moment = 'before' | 'after'

/** `break`: the connection is reset. */
export type Verdict = 'pass' | 'break'

export type Watch = (call: Call, moment: Moment) => Verdict | Promise<Verdict>

/** A server's address as seen through a wire that can break. */
export type Wire = { url: string; close: () => Promise<void> }

/** Speaks the protocol of Postgres just far enough to tell one statement from the next. */
export async function postgresWire(target: string, watch: Watch): Promise<Wire> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port || 5432), noDelay: true })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
    }
    const conversation = new Conversation(client, upstream, watch)
    conversation.begin()
  })
  const url = new URL(target)
  url.host = await listening(server)
  return { url: url.href, close: () => closed(server, () => [...sockets].forEach((socket) => socket.destroy())) }
}

/** The statements of one connection, one after the other. */
class Conversation {
  readonly #client: Socket
  readonly #upstream: Socket
  readonly #watch: Watch
  #isStarted = false
  #asked = Buffer.alloc(0)
  #answered = Buffer.alloc(0)
  /** Messages up to the one that wants an answer. */
  #statement: Buffer[] = []
  #text = ''
  #waiting: (() => void)[] = []
  #isBusy = false
  /** Resolves when the server is ready for the next statement; what it said until then is held back. */
  #ready: (() => void) | undefined

  constructor(client: Socket, upstream: Socket, watch: Watch) {
    this.#client = client
    this.#upstream = upstream
    this.#watch = watch
  }

  begin(): void {
    this.#client.on('data', (chunk: Buffer) => this.#ask(chunk))
    this.#upstream.on('data', (chunk: Buffer) => this.#answer(chunk))
  }

  #ask(chunk: Buffer): void {
    this.#asked = Buffer.concat([this.#asked, chunk])
    for (;;) {
      // Only the first message of all has no type before its length.
      const head = this.#isStarted ? 1 : 0
      if (this.#asked.length < head + 4) return
      const end = head + this.#asked.readInt32BE(head)
      if (this.#asked.length < end) return
      const message = this.#asked.subarray(0, end)
      this.#asked = this.#asked.subarray(end)
      if (this.#isStarted) this.#take(message)
      else this.#upstream.write(message)
      this.#isStarted = true
    }
  }

  #take(message: Buffer): void {
    const type = String.fromCharCode(message[0]!)
    // Of a password, and of the end, nobody counts the statements.
    if (type === 'p' || type === 'X') return void this.#upstream.write(message)
    this.#statement.push(message)
    if (type === 'Q') this.#text = textAt(message, 5)
    if (type === 'P') this.#text = textAt(message, message.indexOf(0, 5) + 1)
    if (type !== 'Q' && type !== 'S') return
    const [whole, what] = [Buffer.concat(this.#statement), this.#text]
    this.#statement = []
    void this.#inTurn(() => this.#pass(whole, { to: 'postgres', what }))
  }

  async #inTurn(run: () => Promise<void>): Promise<void> {
    if (this.#isBusy) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#isBusy = true
    await run()
    this.#isBusy = false
    this.#waiting.shift()?.()
  }

  async #pass(statement: Buffer, call: Call): Promise<void> {
    if ((await this.#watch(call, 'before')) === 'break') return this.#break()
    const done = new Promise<void>((resolve) => (this.#ready = resolve))
    this.#upstream.write(statement)
    await done
    if ((await this.#watch(call, 'after')) === 'break') return this.#break()
    this.#ready = undefined
    const held = this.#answered
    this.#answered = Buffer.alloc(0)
    this.#client.write(held)
  }

  #answer(chunk: Buffer): void {
    if (this.#ready === undefined) return void this.#client.write(chunk)
    this.#answered = Buffer.concat([this.#answered, chunk])
    // ReadyForQuery is six bytes, and the last that the server says to a statement.
    const last = this.#answered.length - 6
    if (last >= 0 && this.#answered[last] === 0x5a && this.#answered.readInt32BE(last + 1) === 5) this.#ready()
  }

  #break(): void {
    this.#client.resetAndDestroy()
    this.#upstream.destroy()
  }
}

function textAt(message: Buffer, start: number): string {
  return message.toString('utf8', start, message.indexOf(0, start))
}

/** Passes whole requests and whole answers on. */
export async function httpWire(target: string, to: Call['to'], watch: Watch): Promise<Wire> {
  const base = new URL(target)
  const agent = new Agent({ keepAlive: true })
  const server = createHttpServer((incoming, response) => {
    const call = { to, what: `${incoming.method} ${incoming.url}` }
    passOn(incoming, response, { base, agent }, call, watch).catch(() => incoming.socket.destroy())
  })
  const url = new URL(target)
  url.host = await listening(server)
  return {
    url: url.href.replace(/\/$/u, ''),
    close: () =>
      closed(server, () => {
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}

async function passOn(
  incoming: IncomingMessage,
  response: ServerResponse,
  { base, agent }: { base: URL; agent: Agent },
  call: Call,
  watch: Watch,
): Promise<void> {
  const body = await bodyOf(incoming)
  if ((await watch(call, 'before')) === 'break') return void incoming.socket.resetAndDestroy()
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { hostname, port } = base
    const headers = { ...incoming.headers, host: base.host }
    request({ agent, hostname, port, method: incoming.method, path: incoming.url, headers }, resolve)
      .on('error', reject)
      .end(body)
  })
  const answered = await bodyOf(answer)
  if ((await watch(call, 'after')) === 'break') return void incoming.socket.resetAndDestroy()
  response.writeHead(answer.statusCode!, answer.headers).end(answered)
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closed(server: Server, hangUp: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    hangUp()
  })
}
