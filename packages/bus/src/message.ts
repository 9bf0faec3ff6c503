// What a message is about, by the ids it carries.

/** Of a parsed body, or of what should have been one; what it does not name is left out. */
export function idsOf(body: unknown): { itemId?: string; caseId?: string } {
  const { itemId, verdict, caseId } = Object(body) as {
    itemId?: string
    verdict?: { itemId: string }
    caseId?: string
  }
  const item = itemId ?? verdict?.itemId
  return { ...(item === undefined ? {} : { itemId: item }), ...(caseId === undefined ? {} : { caseId }) }
}
