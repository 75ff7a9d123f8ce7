// Before every test file: properties draw the same cases each time, so that a red run can be repeated.
import fc from 'fast-check'

fc.configureGlobal({ seed: 20_261_122 })
