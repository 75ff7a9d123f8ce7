// Rules about the project as a whole: a README per folder, exact versions, a whole lock file, nothing of one machine.
import { offence, type Rule } from './rule.ts'
import { listFolders } from './source-tree.ts'

const readmeLinesMax = 15
const architectureLinesMax = 200

export const readmeRule: Rule = {
  name: `every folder of src has a README.md of at most ${readmeLinesMax} lines`,
  check: ({ paths, read }) =>
    listFolders(paths.filter((path) => path.startsWith('src/'))).flatMap((folder) => {
      if (folder === 'src') return []
      const readme = `${folder}/README.md`
      if (!paths.includes(readme)) return [offence(folder, 'no README.md')]
      const length = read(readme).trimEnd().split('\n').length
      return length > readmeLinesMax || read(readme).trim() === '' ? [offence(readme, `${length} lines`)] : []
    }),
  bad: [{ 'src/kpi/a.ts': '' }, { 'src/kpi/README.md': 'a\n'.repeat(16) }, { 'src/kpi/README.md': '', 'src/kpi/sql/a.ts': '' }],
  good: { 'src/kpi/README.md': 'What it is for.\n', 'src/kpi/a.ts': '' },
}

export const versionRule: Rule = {
  name: 'package.json names exact versions',
  check: ({ paths, read }) =>
    paths
      .filter((path) => path === 'package.json')
      .flatMap((path) => {
        const parsed = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>
        return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((group) =>
          Object.entries(parsed[group] ?? {})
            .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
            .map(([name, version]) => offence(path, `${name} ${version}`)),
        )
      }),
  bad: [{ 'package.json': '{"dependencies":{"zod":"^4.0.0"}}' }, { 'package.json': '{"devDependencies":{"vite":"latest"}}' }],
  good: { 'package.json': '{"dependencies":{"zod":"4.0.0","x":"1.0.0-beta.2"}}' },
}

type Lock = { packages: Record<string, { optionalDependencies?: Record<string, string> }> }

export const lockRule: Rule = {
  name: 'package-lock.json has an entry for every platform, else `npm ci` refuses it (mended by `npm run lock`)',
  check: ({ paths, read }) =>
    paths
      .filter((path) => path === 'package-lock.json')
      .flatMap((path) => {
        const { packages } = JSON.parse(read(path)) as Lock
        const missing = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
        return missing
          .filter((name) => !Object.keys(packages).some((entry) => entry.endsWith(`node_modules/${name}`)))
          .map((name) => offence(path, name))
      }),
  bad: [{ 'package-lock.json': '{"packages":{"node_modules/a":{"optionalDependencies":{"a-darwin-x64":"1.0.0"}}}}' }],
  good: {
    'package-lock.json': '{"packages":{"node_modules/a":{"optionalDependencies":{"a-darwin-x64":"1.0.0"}},"node_modules/a-darwin-x64":{}}}',
  },
}

const registries = ['npmjs', 'yarnpkg', 'debian', 'pypi', 'jsr'].join('|')
const machine = new RegExp(`(^|[\\s"'\`(=:])/(work|root|home|Users)/[\\w.-]|\\b(registry|deb|files|npm|mirror)\\.(${registries})\\.[a-z]+`)

export const machineRule: Rule = {
  name: 'no path of a machine and no registry host in any file',
  check: ({ paths, read }) =>
    paths
      .filter((path) => !/\.(png|ico|woff2?|parquet|xlsx|zip|gz)$/.test(path) && !path.startsWith('test/tidy/'))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .flatMap((line, at) => (machine.test(line) ? [offence(path, `line ${at + 1}`)] : [])),
      ),
  bad: [{ 'README.md': 'see /home/someone/x' }, { 'npm.md': '"https://registry.npmjs.org/x"' }, { 'src/kpi/a.ts': "open('/root/x')" }],
  good: { 'README.md': 'see docs/home/x and https://example.org/work' },
}

export const architectureRule: Rule = {
  name: `ARCHITECTURE.md stands and has at most ${architectureLinesMax} lines`,
  check: ({ paths, read }) => {
    if (!paths.includes('ARCHITECTURE.md')) return [offence('ARCHITECTURE.md', 'missing')]
    const length = read('ARCHITECTURE.md').trimEnd().split('\n').length
    return length > architectureLinesMax ? [offence('ARCHITECTURE.md', `${length} lines`)] : []
  },
  bad: [{ 'README.md': '' }, { 'ARCHITECTURE.md': 'a\n'.repeat(201) }],
  good: { 'ARCHITECTURE.md': 'The map.\n' },
}
