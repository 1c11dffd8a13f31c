import { connect, createServer, type Server, type Socket } from 'node:net'

/** What becomes of a new connection: it goes through, or is reset after so many bytes of a request, which are lost. */
export type Fate = 'through' | { readonly resetAfter: number }

/** A way to a server on which connections can be lost before anything arrives. Open ones stay open while it is closed. */
export interface Front {
  readonly port: number
  /** The port of the server behind it. */
  behind: number
  fate: Fate
  /** New connections are refused until it is opened. */
  shut(): Promise<void>
  open(): Promise<void>
  close(): void
}

export async function openFront(): Promise<Front> {
  const sockets = new Set<Socket>()
  const front = { port: 0, behind: 0, fate: 'through' as Fate }
  const onConnection = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const { fate } = front
    const behind = connect(front.behind, '127.0.0.1')
    sockets.add(behind)
    behind.on('error', () => socket.destroy())
    behind.pipe(socket)
    if (fate === 'through') return socket.pipe(behind)
    let left = fate.resetAfter
    return socket.on('data', (bytes: Buffer) => {
      left -= bytes.length
      if (left > 0) behind.write(bytes)
      else {
        // What came is lost on the way, and with it the request.
        behind.destroy()
        socket.resetAndDestroy()
      }
    })
  }
  let server: Server | undefined
  const listen = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server = createServer(onConnection).once('error', reject)
      server.listen(wanted, '127.0.0.1', resolve)
    })
  await listen(0)
  const address = server?.address()
  front.port = typeof address === 'object' && address !== null ? address.port : 0
  return Object.assign(front, {
    shut: async () => {
      // A net server only stops listening; an http server would also end its idle connections.
      server?.close()
    },
    open: () => listen(front.port),
    close: () => {
      server?.close()
      for (const socket of sockets) socket.destroy()
    },
  })
}
