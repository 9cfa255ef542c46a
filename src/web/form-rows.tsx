import { Part } from './form-controls.tsx'
import type { FormState } from './form-controls.tsx'
import type { Shape } from './form-shape.ts'
import { fill, formWords } from './messages.ts'

type RowsProps = { name: string; label: string; shape: Extract<Shape, { kind: 'rows' }>; rows: number; state: FormState }

/** The rows there are and a blank one; more come by a button that submits the form as it stands. */
export function FormRows({ name, label, shape, rows, state }: RowsProps) {
  const blank = state.addedTo === name ? 2 : 1
  const shown = Math.min(shape.max, rows + blank)
  const { lang } = state
  return (
    <>
      {Array.from({ length: shown }, (_, row) => (
        <fieldset class="row" id={`${name}.${row}`} tabindex={-1}>
          <legend>
            {label} {row + 1}
          </legend>
          <div class="columns">
            {Object.entries(shape.columns).map(([column, part]) => (
              <Part name={`${name}.${row}.${column}`} column={column} shape={part} state={state} />
            ))}
          </div>
        </fieldset>
      ))}
      {shown < shape.max && (
        <p>
          <button class="quiet" type="submit" name="add" value={name} formnovalidate>
            {fill(formWords.addRow[lang], { field: label })}
          </button>
        </p>
      )}
    </>
  )
}
