import { createApp } from '../app.ts'
import type { Ports } from '../ports.ts'
import { routesOf } from '../web/openapi.ts'

/** Prints every route with the action it stands for. */
export async function runRoutes(): Promise<void> {
  // Nothing touches the ports before the first request.
  const app = createApp({} as Ports, { baseUrl: 'http://localhost' })
  for (const { method, path, note } of routesOf(app)) console.log(`${method.padEnd(6)} ${path.padEnd(56)} ${note.action ?? ''}`)
}
