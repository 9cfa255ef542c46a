import { once } from 'node:events'
import type { Socket } from 'node:net'
import type pg from 'pg'

/** Of node-postgres's connection, what a COPY speaks to. */
type Connection = pg.Connection & {
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  stream: Socket
}

/** Everything that a COPY … TO STDOUT sends. */
export function copyOut(client: pg.ClientBase, statement: string): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  return submit(client, statement, {
    handleCopyData: ({ chunk }: { chunk: Buffer }) => void chunks.push(Buffer.from(chunk)),
  }).then(() => chunks)
}

/** Sends these bytes to a COPY … FROM STDIN. */
export async function copyIn(client: pg.ClientBase, statement: string, chunks: readonly Buffer[]): Promise<void> {
  await submit(client, statement, {
    handleCopyInResponse: (connection: Connection) => void send(connection, chunks),
  })
}

async function send(connection: Connection, chunks: readonly Buffer[]): Promise<void> {
  for (const chunk of chunks) {
    connection.sendCopyFromChunk(chunk)
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
  }
  connection.endCopyFrom()
}

/** A query of our own in node-postgres's queue: it calls these by their names as the server's messages come. */
function submit(client: pg.ClientBase, statement: string, handlers: object): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined
    client.query({
      submit: (connection: pg.Connection) => (connection as Connection).query(statement),
      handleError: (error: Error) => void (failure = error),
      handleRowDescription: () => {},
      handleDataRow: () => {},
      handleCommandComplete: () => {},
      handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure)),
      ...handlers,
    } as pg.Submittable)
  })
}
