// One piece of a skeleton: stands where content will stand, in its size, while it is being worked out.
import css from './bone.module.css'

export function Bone({ height, width = '100%' }: { height: number; width?: number | string }) {
  return <span className={css.bone} style={{ height, width }} aria-hidden="true" />
}
