// Rings until acknowledged: a short tone every few seconds and a mark in the window's title.
import { useEffect } from 'react'

const AGAIN_MS = 4_000
const TONE_HZ = 880
const TONE_S = 0.25
const QUIET_TITLE = '回应 · 值班台'

export function useRinging(count: number): void {
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
}

let sound: AudioContext | null = null

/** Browsers let a page sound only after the first press in it; until then the title alone rings. */
function playTone(): void {
  if (!navigator.userActivation.hasBeenActive) return
  sound ??= new AudioContext()
  const tone = sound.createOscillator()
  const volume = sound.createGain()
  volume.gain.value = 0.1
  tone.frequency.value = TONE_HZ
  tone.connect(volume).connect(sound.destination)
  tone.start()
  tone.stop(sound.currentTime + TONE_S)
}
