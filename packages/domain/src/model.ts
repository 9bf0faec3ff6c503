// What is on record of a local model (本地模型): what it was made from, and how it did beside the one in use.

export interface ModelFacts {
  id: string
  /** Stands in every verdict it makes. */
  version: string
  /** SHA-256 of its bytes, and of the shipped model it changes. */
  sha256: string
  base: string
  /** Texts that people corrected, and texts they worked with and let stand. */
  corrected: number
  stood: number
  figures: ModelFigure[]
  /** Of those let stand and held back, how many each would tag otherwise. */
  changed: { n: number; active: number; fresh: number }
}

/** How the model in use and the new one did on corrected texts held back from both: F1, null when nobody said yes. */
export interface ModelFigure {
  /** A topic, all topics together, or gov. */
  name: string
  yes: number
  n: number
  active: number | null
  fresh: number | null
}
