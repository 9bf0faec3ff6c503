// Which columns of the 台账 are shown, in the order they were chosen; a choice can be kept under a name.
import { Select } from 'antd'
import { columnSets, columns, columnsOf } from './ledger-column.ts'
import { Pick } from './pick.tsx'
import { useQueryValue } from './place.ts'
import { SavedQueries } from './saved-query.tsx'

/** Between names in the address; none of them holds it. */
const BETWEEN = '~'
/** As in the style: from here on a screen is wide. */
const WIDE_PX = 1_700
const columnParts = ['set', 'columns']
export const isColumnPart = (name: string): boolean => columnParts.includes(name)

/** The columns the address asks for; names nobody knows any more are left out. */
export function useColumns() {
  const [set] = useQueryValue('set')
  const [chosen] = useQueryValue('columns')
  const own = (chosen ?? '').split(BETWEEN).flatMap((name) => columns.find((one) => one.name === name) ?? [])
  return own.length > 0 ? own : columnsOf(set, window.innerWidth >= WIDE_PX)
}

export function ColumnPick() {
  const shown = useColumns()
  const [, choose] = useQueryValue('columns')
  return (
    <span className="filters left-side">
      <Pick label="列组" name="set" options={[...columnSets, '全部'].map((value) => ({ value, label: value }))} />
      <Select
        mode="multiple"
        size="small"
        className="column-pick"
        aria-label="选择列"
        placeholder="选择列"
        maxTagCount={0}
        maxTagPlaceholder={`显示 ${shown.length} 列`}
        popupMatchSelectWidth={240}
        optionFilterProp="label"
        value={shown.map((one) => one.name)}
        onChange={(names: string[]) => choose(names.length === 0 ? null : names.join(BETWEEN))}
        options={columns.map(({ name }) => ({ value: name, label: name }))}
      />
      <SavedQueries shelf="ledger-columns" what="列" example="周报列" keeps={isColumnPart} />
    </span>
  )
}
