import { encode } from 'uqr'

/** A check-in code to be scanned; what it says stands beside it in letters. */
export function CheckInCode({ code, label }: { code: string; label: string }) {
  const { data, size } = encode(code, { ecc: 'M', border: 2 })
  const modules = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg class="code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={String(size)} height={String(size)} fill="#fff" />
      <path d={modules.join('')} fill="#000" />
    </svg>
  )
}
