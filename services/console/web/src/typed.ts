// What is typed for an order, with the order's id: the same order sent twice is one, what is typed anew is another.
import { useRef, useState } from 'react'
import type { Values } from './act-form.ts'
import { newCommandId } from './api.ts'

/** `follow`: what else changes with a value. */
export function useTyped(start: () => Values, follow?: (after: Values) => Values) {
  const [values, setValues] = useState(start)
  const id = useRef(newCommandId())
  const renew = () => {
    id.current = newCommandId()
  }
  return {
    values,
    commandId: () => id.current,
    /** The next sending is another order, though nothing was typed. */
    renew,
    type(name: string, value: string) {
      renew()
      setValues((before) => {
        const after = { ...before, [name]: value }
        return follow?.(after) ?? after
      })
    },
  }
}
