// The long run of chaos: 20,000 letters; `npm run soak` plays it, CI plays fewer in test/chaos.
import { testChaos } from '../chaos/suite.ts'

testChaos({ letters: 20_000, seed: 20_000 })
