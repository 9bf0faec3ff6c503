// Keys of the duty desk: single letters, never while something is being typed or a dialog is open.
import { useEffect, useRef } from 'react'

export type Keys = [key: string, act: () => void][]

export const keyWords: [string, string][] = [
  ['j / k', '下一行 / 上一行'],
  ['Enter', '打开案件'],
  ['空格', '右侧预览：为什么在这里'],
  ['g', '研判定级'],
  ['a', '交办'],
  ['m', '并案'],
  ['x', '忽略（带理由撤销）'],
  ['v', '选中这一行，成批办理（也可 Ctrl＋单击）'],
  ['r', '登记回应（案件页）、答复来信人（来信页）'],
  ['s / w', '受理 / 误投告知（来信页）'],
  ['n', '人工录入'],
  ['/', '搜索'],
  ['Ctrl＋Enter', '提交（在表单里）'],
  ['Esc', '关闭、返回'],
  ['?', '本页'],
]

export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"]') !== null) return
      // An open menu is closed by its own Escape, which must not leave the case as well.
      if (document.querySelector('.ant-dropdown:not(.ant-dropdown-hidden)') !== null) return
      const name = event.key === ' ' ? 'Space' : event.key
      const act = current.current.find(([key]) => key === name)?.[1]
      if (act === undefined) return
      const control = controlAt(event.target)
      if (control !== null && isOwn(control, name)) return
      // Who goes on by letters has left the button: Enter is the row's again.
      control?.blur()
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** What Tab has reached; what was clicked keeps the focus too, but its clicker looks at the rows. */
function controlAt(target: EventTarget | null): HTMLElement | null {
  const control = target instanceof HTMLElement ? target.closest<HTMLElement>('button, a[href], [role="button"]') : null
  return control?.matches(':focus-visible') ? control : null
}

const isOwn = (control: HTMLElement, name: string): boolean =>
  name === 'Enter' || (name === 'Space' && control.tagName !== 'A')

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
