// The doorway of a command that opens the data directory itself.
import { type Asker, askHouse } from '../app/ask-house.ts'
import { importRecords } from '../app/import-records.ts'
import { openHouse } from '../app/open-house.ts'
import type { Doorway, DoorwayOutside } from './doorway.ts'

export async function openLocalDoorway({ config, workspace, lang, now, note }: DoorwayOutside): Promise<Doorway> {
  const house = await openHouse(config, { info: note, warn: note })
  const asker = (): Asker => ({ viewer: { role: 'owner', person: null, teams: [] }, lang, now: now(), workspace })
  return {
    ask: (name, input) => askHouse(house, asker(), name, input),
    importRecords: (ask, onNews) => importRecords(house, { ...asker(), ask, onNews }),
    close: () => house.close(),
  }
}
