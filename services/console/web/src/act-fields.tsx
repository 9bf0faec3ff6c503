// The fields of an act as antd shows them; times are typed in Beijing time.
import { Checkbox, Input, Select } from 'antd'
import type { Field, Values } from './act-form.ts'
import { FileField } from './file-field.tsx'

interface Props {
  /** Files go to this case. */
  caseId: string
  fields: Field[]
  values: Values
  onChange(name: string, value: string): void
}

/** Every field that is asked has something in it. A choice of "none" counts when it is among the choices. */
export const isComplete = (fields: Field[], values: Values): boolean =>
  fields.every((field) => {
    if (field.optional || field.kind === 'check') return true
    const value = (values[field.name] ?? '').trim()
    if (field.kind === 'number' && !/^\d{1,7}$/.test(value)) return false
    if (field.kind === 'choice') return field.choices?.some((one) => one.value === value) ?? false
    return value !== ''
  })

export function ActFields({ caseId, fields, values, onChange }: Props) {
  return (
    <div className="fields">
      {fields.map((field, index) => (
        <div className={field.kind === 'area' || field.wide ? 'field whole' : 'field'} key={field.name}>
          {field.kind !== 'check' && (
            <label htmlFor={`act-${field.name}`}>
              {field.label}
              {field.optional ? <small>（可不填）</small> : null}
            </label>
          )}
          <Control
            caseId={caseId}
            field={field}
            value={values[field.name] ?? ''}
            first={index === 0}
            onChange={onChange}
          />
          {field.hint !== undefined && <small className="faint">{field.hint}</small>}
        </div>
      ))}
    </div>
  )
}

interface ControlProps {
  caseId: string
  field: Field
  value: string
  first: boolean
  onChange: Props['onChange']
}

function Control({ caseId, field, value, first, onChange }: ControlProps) {
  const id = `act-${field.name}`
  const change = (text: string) => onChange(field.name, text)
  switch (field.kind) {
    case 'check':
      return (
        <Checkbox id={id} checked={value === '1'} onChange={(event) => change(event.target.checked ? '1' : '')}>
          {field.label}
        </Checkbox>
      )
    case 'choice':
      return (
        <Select
          id={id}
          showSearch
          optionFilterProp="label"
          autoFocus={first}
          value={field.choices?.some((one) => one.value === value) ? value : undefined}
          placeholder="请选择"
          notFoundContent="没有可选的"
          onChange={change}
          options={field.choices ?? []}
        />
      )
    case 'choices':
    case 'units':
      return (
        <Select
          id={id}
          mode="multiple"
          optionFilterProp="label"
          autoFocus={first}
          value={value === '' ? [] : value.split('\n')}
          placeholder="可选多个"
          notFoundContent="没有可选的"
          onChange={(chosen: string[]) => change(chosen.join('\n'))}
          options={field.choices ?? []}
        />
      )
    case 'number':
      return <Input id={id} inputMode="numeric" value={value} onChange={(event) => change(event.target.value)} />
    case 'day':
      return <Input id={id} type="date" value={value} onChange={(event) => change(event.target.value)} />
    case 'file':
      return <FileField id={id} caseId={caseId} value={value} onChange={change} />
    case 'area':
      return (
        <Input.TextArea
          id={id}
          autoFocus={first}
          rows={3}
          maxLength={4000}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )
    case 'instant':
      return <Input id={id} type="datetime-local" value={value} onChange={(event) => change(event.target.value)} />
    case 'line':
      return (
        <Input
          id={id}
          autoFocus={first}
          maxLength={300}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )
  }
}
