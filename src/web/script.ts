/**
 * The only script: it shows findings while a scene is written, saves drafts, counts characters, moves what is dragged, sends
 * a form once.
 * Every page works without it.
 */
export const script = `'use strict'
const later = (wait, act) => {
  let timer
  return () => { clearTimeout(timer); timer = setTimeout(act, wait) }
}

const countCharacters = (input) => {
  const counter = document.getElementById(input.id + '-count')
  if (!counter) return
  const length = [...input.value].length
  counter.textContent = length + ' / ' + input.dataset.max
  counter.classList.toggle('over', length > Number(input.dataset.max))
}

let previews = 0
const preview = async (form) => {
  const turn = ++previews
  const panel = document.getElementById('findings')
  if (!panel) return
  const response = await fetch(form.dataset.preview, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
  const findings = response.ok ? await response.text() : ''
  if (findings !== '' && turn === previews) panel.innerHTML = findings
}

let saving = Promise.resolve()
let savesOpen = 0
const save = async (form) => {
  const response = await fetch(form.dataset.autosave, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
  if (!response.ok) return
  const { version, message } = await response.json()
  if (version) form.elements.version.value = version
  const place = document.getElementById('autosaved')
  if (place) place.textContent = message
}

for (const form of document.querySelectorAll('form[data-preview]')) {
  form.addEventListener('input', later(600, () => preview(form).catch(() => {})))
}
for (const form of document.querySelectorAll('form[data-autosave]')) {
  form.addEventListener('input', later(8000, () => {
    savesOpen += 1
    saving = saving.then(() => save(form)).catch(() => {}).then(() => { savesOpen -= 1 })
  }))
  form.addEventListener('submit', (event) => {
    if (savesOpen === 0) return
    event.preventDefault()
    saving.then(() => form.requestSubmit(event.submitter))
  })
}
// A form is sent once, however often its button is pressed; after a while it may be sent again.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (event.defaultPrevented || form.getAttribute('method') !== 'post') return
  if (form.dataset.sent) return event.preventDefault()
  if (!navigator.onLine) {
    event.preventDefault()
    const note = document.getElementById('offline') ?? document.createElement('p')
    Object.assign(note, { id: 'offline', className: 'refusal', role: 'alert', textContent: document.body.dataset.offline })
    return form.append(note)
  }
  document.getElementById('offline')?.remove()
  form.dataset.sent = 'yes'
  setTimeout(() => { delete form.dataset.sent }, 5000)
})
addEventListener('pageshow', () => { for (const form of document.forms) delete form.dataset.sent })
for (const input of document.querySelectorAll('[data-max]')) {
  countCharacters(input)
  input.addEventListener('input', () => countCharacters(input))
}
// A meeting is dragged to a free place of the board; the same form does it by button.
const moving = document.querySelector('form[data-move]')
if (moving) {
  const placeAt = (event) => event.target.closest?.('[data-place]')
  const mark = (cell) => { for (const one of document.querySelectorAll('.drop')) one.classList.remove('drop'); cell?.classList.add('drop') }
  let dragged
  document.addEventListener('dragstart', (event) => { dragged = event.target.closest?.('[data-meeting]')?.dataset.meeting })
  document.addEventListener('dragend', () => { dragged = undefined; mark() })
  document.addEventListener('dragover', (event) => {
    if (!dragged) return
    if (placeAt(event)) event.preventDefault()
    mark(placeAt(event))
  })
  document.addEventListener('drop', (event) => {
    const cell = placeAt(event)
    if (!dragged || !cell) return
    event.preventDefault()
    moving.elements.meeting.value = dragged
    moving.elements.dropped.value = cell.dataset.place
    moving.requestSubmit()
  })
}
const filters = document.querySelector('details.filters')
if (filters && matchMedia('(max-width: 60rem)').matches) filters.open = false
const summary = document.getElementById('error-summary')
if (summary) summary.focus()
`
