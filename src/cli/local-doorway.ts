// The doorway of a command that opens the data directory itself.
import { type Asker, askHouse } from '../app/ask-house.ts'
import { openHouse } from '../app/open-house.ts'
import { takeFiles } from '../app/take-records.ts'
import type { Doorway, DoorwayOutside } from './doorway.ts'

export async function openLocalDoorway({ config, workspace, lang, now, note }: DoorwayOutside): Promise<Doorway> {
  const house = await openHouse(config, { info: note, warn: note })
  // Where the server will be once it is started.
  const origin = config.url === null ? `http://127.0.0.1:${config.port}` : new URL(config.url).origin
  const asker = (): Asker => ({ caller: { kind: 'machine' }, lang, now: now(), workspace, address: null, door: null, origin })
  return {
    origin,
    ask: (name, input) => askHouse(house, asker(), name, input),
    importRecords: (ask, onNews) => takeFiles(house, asker(), ask, onNews),
    close: () => house.close(),
  }
}
