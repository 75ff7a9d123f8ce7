// Calls made by a script: which steps are really done and which objections raised, the transcript of it, the
// reviewer's marks. What is true is kept apart from the records.
import { shared } from './book.ts'
import { talk } from './conversations.ts'
import { DAY, HOUR, timeText } from './kyiv-time.ts'
import type { Life, Link } from './life.ts'
import { stream } from './random.ts'
import { findScript, type Script } from './scripts.ts'
import { writeTranscript } from './transcripts.ts'
import { background } from './truths.ts'

/** `helped`: whether the helpful step is done; null = it is left to chance like the others. */
export type ScriptedCall = { at: number; person: string; script: string; helped: boolean | null }

export function scriptedCall(life: Life, link: Link, call: ScriptedCall): number {
  const { rng, world, source } = life
  const { book } = world
  const script = findScript(call.script)
  const helpful = world.planted.scriptStep?.step
  const steps = script.steps.filter((step) => {
    const drawn = rng.chance(background.stepUsage)
    return call.helped !== null && step.key === (helpful ?? 'next_step') ? call.helped : drawn
  })
  const raised = script.objections.filter(() => rng.chance(0.2))
  const { language } = life.client
  const text = writeTranscript(rng, language, steps, raised)
  const seconds = Math.round(Math.max(45, text.length * 0.14 * rng.between(0.85, 1.25)))
  const ended = talk(life, link, call.at, call.person, { script: script.id, transcript: text, seconds })
  const touch = `T${life.serial}-${life.touches}`
  const truth = { steps: steps.map((step) => step.key), objections: raised.map((one) => one.key) }
  review(life, touch, script, truth, call)
  if (book.knows(call.at)) book.callTruths.push({ source, touch, script: script.id, language, ...truth })
  return ended
}

/** The reviewer listens to some calls and marks each step. */
function review(life: Life, touch: string, script: Script, truth: { steps: string[]; objections: string[] }, call: ScriptedCall): void {
  const { world, source } = life
  const rng = stream(world.seed, 'review', touch)
  const chosen = rng.chance(0.08)
  const at = world.roster.addWork('v1', call.at + rng.between(0.2, 4) * DAY, rng.int(HOUR))
  const hidden = call.person === world.planted.personalPhone?.person
  if (!chosen || hidden || !world.book.knows(at)) return
  for (const step of [...script.steps, ...script.objections.filter((one) => truth.objections.includes(one.key))]) {
    const present = truth.steps.includes(step.key) || truth.objections.includes(step.key)
    const half = present && rng.chance(0.1)
    world.book.add(source, 'script_checks', {
      touch_id: touch,
      step: step.key,
      present: half ? 0.5 : present ? 1 : 0,
      by: 'person',
      reviewer_id: shared(source, 'v1'),
      at: timeText(at),
      comment: present || step.weight === undefined ? undefined : rng.pick(['Не почув', 'Спитати на 1:1', undefined, undefined]),
    })
  }
}
