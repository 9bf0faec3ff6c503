// What a command says of a data folder that holds no ledger: a mistyped or forgotten DATA_DIR, most of the time.
import { settingsFromEnvironment } from '@huiying/runtime/settings'

export const noLedgerIn = (dataDir: string): string =>
  `数据目录 ${dataDir} 里没有台账；没有改动任何东西。请核对 DATA_DIR，或先运行 npm start（分开启动时 npx huiying book open）`

/** The same, where an engine only said that it cannot open the file. */
export const noLedgerHere = (): string => noLedgerIn(settingsFromEnvironment().dataDir)
