// One filter: a choice that stands in the address bar, so that it survives reload and can be sent to a colleague.
import { Select } from 'antd'
import { useQueryValue } from './place.ts'

interface Choice {
  value: string
  label: string
}

export function Pick({ label, name, options }: { label: string; name: string; options: Choice[] }) {
  const [value, set] = useQueryValue(name)
  return (
    <Select
      size="small"
      allowClear
      showSearch
      optionFilterProp="label"
      placeholder={label}
      aria-label={`按${label}筛选`}
      popupMatchSelectWidth={200}
      value={value}
      onChange={(chosen) => set(chosen ?? null)}
      options={options}
    />
  )
}
