// The long run of chaos: 20,000 letters and 24 kills; `npm run soak` plays it, CI plays fewer in test/chaos.
import { testChaos } from '../chaos/suite.ts'

testChaos({ letters: 20_000, kills: 24, seed: 20_000 })
