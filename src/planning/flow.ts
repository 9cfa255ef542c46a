import { Heap } from './heap.ts'

type Arc = { from: number; to: number; room: number; cost: number }

/** The arcs of a network in numbers: arc 2n and its way back 2n + 1, and those leaving each node end to end. */
type Network = { to: Int32Array; room: Float64Array; cost: Float64Array; leavingFrom: Int32Array; leaving: Int32Array }

/** A flow of least cost. Costs are whole numbers, so sums stay exact; they may be negative where there is no cycle. */
export class Flow {
  readonly #nodes: number
  readonly #arcs: Arc[] = []
  #network: Network | undefined

  constructor(nodes: number) {
    this.#nodes = nodes
  }

  /** The arc's number, by which `used` tells what flows through it. */
  arc(from: number, to: number, room: number, cost: number): number {
    this.#arcs.push({ from, to, room, cost })
    return this.#arcs.length - 1
  }

  used(arc: number): number {
    return this.#network!.room[2 * arc + 1]!
  }

  /** Sends up to that many units along cheapest paths while that lowers the cost: each amount sent is the cheapest one. */
  send(source: number, sink: number, units: number): void {
    const network = networkOf(this.#nodes, this.#arcs)
    this.#network = network
    const potential = cheapestOverall(network, this.#nodes, source)
    const distance = new Float64Array(this.#nodes)
    const via = new Int32Array(this.#nodes)
    for (let sent = 0; sent < units; sent++) {
      cheapestPath(network, potential, source, sink, distance, via)
      const far = distance[sink]!
      if (far === Infinity) return
      for (let node = 0; node < this.#nodes; node++) potential[node]! += Math.min(distance[node]!, far)
      if (potential[sink]! >= potential[source]!) return
      for (let node = sink; node !== source; node = network.to[via[node]! ^ 1]!) {
        network.room[via[node]!]!--
        network.room[via[node]! ^ 1]!++
      }
    }
  }
}

function networkOf(nodes: number, arcs: readonly Arc[]): Network {
  const to = Int32Array.from(arcs.flatMap((arc) => [arc.to, arc.from]))
  const leavingFrom = new Int32Array(nodes + 1)
  for (const end of to) leavingFrom[end + 1]!++
  for (let node = 0; node < nodes; node++) leavingFrom[node + 1]! += leavingFrom[node]!
  const next = leavingFrom.slice()
  const leaving = new Int32Array(to.length)
  to.forEach((end, arc) => (leaving[next[end]!++] = arc ^ 1))
  return {
    to,
    room: Float64Array.from(arcs.flatMap(({ room }) => [room, 0])),
    cost: Float64Array.from(arcs.flatMap(({ cost }) => [cost, -cost])),
    leavingFrom,
    leaving,
  }
}

/** By Bellman and Ford, as costs may be negative; what nothing reaches never matters. */
function cheapestOverall({ to, room, cost, leavingFrom, leaving }: Network, nodes: number, source: number): Float64Array {
  const distance = new Float64Array(nodes).fill(Infinity)
  distance[source] = 0
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (let node = 0; node < nodes; node++)
      for (let index = leavingFrom[node]!; index < leavingFrom[node + 1]!; index++) {
        const arc = leaving[index]!
        if (room[arc] === 0 || !(distance[node]! + cost[arc]! < distance[to[arc]!]!)) continue
        distance[to[arc]!] = distance[node]! + cost[arc]!
        isChanged = true
      }
  }
  return distance.map((sum) => (sum === Infinity ? 0 : sum))
}

/** By Dijkstra on costs that the potentials make non-negative, until the sink is reached. */
function cheapestPath(
  { to, room, cost, leavingFrom, leaving }: Network,
  potential: Float64Array,
  source: number,
  sink: number,
  distance: Float64Array,
  via: Int32Array,
): void {
  const heap = new Heap()
  distance.fill(Infinity)
  distance[source] = 0
  heap.push(0, source)
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const node = top.item
    if (top.key > distance[node]!) continue
    if (node === sink) return
    const base = top.key + potential[node]!
    for (let index = leavingFrom[node]!; index < leavingFrom[node + 1]!; index++) {
      const arc = leaving[index]!
      const end = to[arc]!
      const sum = base + cost[arc]! - potential[end]!
      if (room[arc] === 0 || sum >= distance[end]!) continue
      distance[end] = sum
      via[end] = arc
      heap.push(sum, end)
    }
  }
}
