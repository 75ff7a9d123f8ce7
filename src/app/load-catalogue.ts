// Reads the shipped KPI files once and checks them.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Catalogue, parseCatalogue } from '../kpi/catalogue.ts'

// From src/app and, built, from dist/src/app: the folder lies beside src.
const folder = fileURLToPath(new URL('../../kpis/', import.meta.url))
let loaded: Promise<Catalogue> | undefined

/** The catalogue; throws bad_input with every problem when a file is wrong. */
export function loadCatalogue(): Promise<Catalogue> {
  loaded ??= read()
  return loaded
}

async function read(): Promise<Catalogue> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()
  return parseCatalogue(
    await Promise.all(files.map(async (file) => ({ file: `kpis/${file}`, source: await readFile(join(folder, file), 'utf8') }))),
  )
}
