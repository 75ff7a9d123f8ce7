// The company's own curves: POST /api/curves/:name.
import type { UseQueryResult } from '@tanstack/react-query'
import type { ContactsCurveAnswer, CurveQuery, PersistenceCurveAnswer, SpeedCurveAnswer, SurvivalCurveAnswer } from './contract.ts'
import { useFacts } from './use-facts.ts'

type Question = Omit<CurveQuery, 'name'>

export function useSpeedCurve(question: Question, isAsked: boolean): UseQueryResult<SpeedCurveAnswer> {
  return useFacts<SpeedCurveAnswer>('/curves/speed', question, isAsked)
}

export function useResponseCurve(question: Question, isAsked: boolean): UseQueryResult<SurvivalCurveAnswer> {
  return useFacts<SurvivalCurveAnswer>('/curves/response', question, isAsked)
}

export function useCycleCurve(question: Question, isAsked: boolean): UseQueryResult<SurvivalCurveAnswer> {
  return useFacts<SurvivalCurveAnswer>('/curves/cycle', question, isAsked)
}

export function usePersistenceCurve(question: Question, isAsked: boolean): UseQueryResult<PersistenceCurveAnswer> {
  return useFacts<PersistenceCurveAnswer>('/curves/persistence', question, isAsked)
}

export function useContactsCurve(question: Question, isAsked: boolean): UseQueryResult<ContactsCurveAnswer> {
  return useFacts<ContactsCurveAnswer>('/curves/contacts', question, isAsked)
}
