// Rings until acknowledged: a short tone every few seconds, a mark in the window's title, a note on the desktop.
import { useEffect } from 'react'

const AGAIN_MS = 4_000
const TONE_HZ = 880
const TONE_S = 0.25
const QUIET_TITLE = '回应 · 值班台'

/** `reasons`: one for each thing that rings, the newest first. */
export function useRinging(reasons: string[]): void {
  const count = reasons.length
  const newest = reasons[0] ?? ''
  useEffect(() => {
    document.title = count > 0 ? `▲${count} 响铃 · 回应` : QUIET_TITLE
    if (count === 0) return
    playTone()
    const again = setInterval(playTone, AGAIN_MS)
    return () => {
      clearInterval(again)
      document.title = QUIET_TITLE
    }
  }, [count])
  useEffect(() => {
    if (newest !== '') note(newest)
  }, [newest])
}

/** A desktop note says that something rings and not of whom: it may be seen by whoever passes. */
function note(reason: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || !document.hidden) return
  const words = /红|疑似|送达|打电话/.exec(reason)?.[0] ?? ''
  new Notification('回应：有事项响铃待确认', {
    body: words === '' ? '请到值班台查看' : `涉及“${words}”，请到值班台查看`,
    tag: 'ring',
  })
}

/** Asked for by a press of the person, as browsers want it. */
export async function askForNotes(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted'
}

let sound: AudioContext | null = null

/** Browsers let a page sound only after the first press in it; until then the title alone rings. */
function playTone(): void {
  if (!navigator.userActivation.hasBeenActive) return
  sound ??= new AudioContext()
  const tone = sound.createOscillator()
  const level = sound.createGain()
  tone.frequency.value = TONE_HZ
  level.gain.setValueAtTime(0.15, sound.currentTime)
  level.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + TONE_S)
  tone.connect(level).connect(sound.destination)
  tone.start()
  tone.stop(sound.currentTime + TONE_S)
}
