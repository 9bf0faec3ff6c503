// The chaos that every run on the engines plays: each service is killed twice, each engine restarted once.
import { testChaos } from './suite.ts'

testChaos({ letters: 1_500, kills: 12, seed: 2_026 })
