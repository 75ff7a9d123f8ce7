// What a step of the schema is.

/** A step never changes once it was released; a mistake is mended by the next step. */
export type Migration = { version: number; name: string; statements: readonly string[] }
