// Gives every style element the page makes this answer's number: a few parts of antd forget to.

/** Strict CSP lets in only styles with the number; scripts already run here, so nothing new is let in by this. */
export function numberStyles(nonce: string): void {
  const make = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
}
