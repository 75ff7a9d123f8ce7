// The name of a record in a list.
export function RecordName({ id, name }: { kind: string; id: string; name: string | null }) {
  return name ?? id
}
