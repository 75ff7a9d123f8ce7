// How a command reaches the house, whichever way: the questions and answers are the same.
import type { Lang } from '../app/ask-house.ts'
import type { Config } from '../config.ts'
import type { ImportAnswer, ImportAsk, ImportNews } from '../contract/imports.ts'
import type { ResourceName, ResourceOutput } from '../contract/resources.ts'

export type Doorway = {
  /** Address of the server, as people open it: what links begin with. */
  origin: string
  ask<N extends ResourceName>(name: N, input: unknown): Promise<ResourceOutput<N>>
  importRecords(ask: ImportAsk, onNews: (news: ImportNews) => void): Promise<ImportAnswer>
  close(): Promise<void>
}

export type DoorwayOutside = { config: Config; workspace: string | null; lang: Lang; now: () => Date; note: (text: string) => void }
