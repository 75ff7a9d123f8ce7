// What is wrong with what somebody wrote: each problem with its place.
export function ProblemList({ problems }: { problems: readonly { path: string; message: string }[] }) {
  return (
    <ul>
      {problems.map(({ path, message }) => (
        <li key={path + message}>
          <code>{path}</code> {message}
        </li>
      ))}
    </ul>
  )
}
