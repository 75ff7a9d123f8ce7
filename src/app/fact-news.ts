// Tells whoever listens in this process that the facts of a workspace changed. Holds no history.

export type FactNews = {
  tell(workspace: string): void
  /** Returns the way to stop listening. */
  listen(listener: (workspace: string) => void): () => void
}

export function openFactNews(): FactNews {
  const listeners = new Set<(workspace: string) => void>()
  return {
    tell: (workspace) => {
      for (const listener of listeners) listener(workspace)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
