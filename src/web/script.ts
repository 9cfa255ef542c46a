/**
 * The only script: it shows findings while a scene is written, saves drafts, counts characters, sends a form once.
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
const filters = document.querySelector('details.filters')
if (filters && matchMedia('(max-width: 60rem)').matches) filters.open = false
const summary = document.getElementById('error-summary')
if (summary) summary.focus()
`
