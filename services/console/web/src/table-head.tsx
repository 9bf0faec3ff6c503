// The head of a table: one name a column, read out as such.

/** `what`: what the style knows the columns by, in the same order. */
export function TableHead({ names, what = [] }: { names: string[]; what?: string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name, index) => (
          <th key={name} scope="col" className={what[index]}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}
