/** The one style sheet. Colours are chosen for a contrast of at least 4.5 to 1 on what they stand on. */
export const style = `
:root {
  --ink: #1c2733; --quiet: #51606f; --line: #d5dce3; --ground: #ffffff; --tint: #f4f7fa; --accent: #0b4f8a; --accent-dark: #083a66;
  --accent-tint: #e8f0f8; --good: #1d6b3c; --good-tint: #e7f4ec; --warn: #7a4b00; --warn-tint: #fdf3dd; --bad: #a3211b; --bad-tint: #fcecea;
  --sans: system-ui, -apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font-family: var(--sans); font-size: 1rem; line-height: 1.7; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.35; margin: 0 0 .6em; font-weight: 650; }
:lang(en) :is(h1, h2, h3) { text-wrap: balance; }
h1 { font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.125rem); letter-spacing: .01em; }
h2 { font-size: 1.3rem; margin-top: 2.2rem; }
h3 { font-size: 1.08rem; margin-top: 1.6rem; }
p, ul, ol, dl, table { margin: 0 0 1rem; }
ul, ol { padding-left: 1.4rem; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { color: var(--accent-dark); text-decoration-thickness: .12em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
main:focus, .error-summary:focus, fieldset:focus { outline: none; }
.error-summary:focus-visible, fieldset:focus-visible { outline: 3px solid var(--accent); }
blockquote, q { quotes: "“" "”"; }
code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: .92em; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }

.skip { position: absolute; left: -999rem; top: 0; background: var(--ground); padding: .6rem 1rem; z-index: 2; }
.skip:focus { left: .5rem; top: .5rem; }
.bar-inner, main { max-width: 74rem; margin: 0 auto; padding-left: clamp(1rem, 4vw, 2rem); padding-right: clamp(1rem, 4vw, 2rem); }
.site-header { border-bottom: 1px solid var(--line); border-top: 4px solid var(--accent); background: var(--ground); }
.site-header .bar-inner { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1.8rem; padding-top: .7rem; padding-bottom: .7rem; }
.brand { color: var(--ink); text-decoration: none; white-space: nowrap; }
.brand-name { font-size: 1.3rem; font-weight: 700; color: var(--accent); letter-spacing: .06em; }
.brand-place { color: var(--quiet); font-size: .92rem; margin-left: .35rem; }
.nav { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.3rem; margin: 0; padding: 0; }
.nav a { display: inline-block; padding: .3rem 0; color: var(--ink); text-decoration: none; border-bottom: 2px solid transparent; }
.nav a:hover { border-bottom-color: var(--line); }
.nav a[aria-current] { color: var(--accent); font-weight: 600; border-bottom-color: var(--accent); }
.nav-side { margin-left: auto; }
.example-banner { background: var(--warn-tint); color: var(--warn); margin: 0; padding: .45rem clamp(1rem, 4vw, 2rem); text-align: center; font-size: .92rem; }
main { padding-top: 2rem; padding-bottom: 4rem; min-height: 60vh; }
.site-footer { border-top: 1px solid var(--line); background: var(--tint); color: var(--quiet); font-size: .92rem; }
.site-footer .bar-inner { display: flex; flex-wrap: wrap; gap: .5rem 2rem; justify-content: space-between; padding-top: 1.4rem; padding-bottom: 1.4rem; }
.site-footer p { margin: 0; }
.site-footer a { color: var(--quiet); text-decoration: underline; }

.prose { max-width: 46rem; }
.lead { font-size: 1.12rem; color: var(--ink); max-width: 46rem; }
.quiet-text, .hint, .meta { color: var(--quiet); }
.meta { font-size: .92rem; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0 0 .6rem; padding: 0; list-style: none; }
.eyebrow { color: var(--quiet); font-size: .92rem; margin: 0 0 .6rem; display: flex; flex-wrap: wrap; gap: .4rem .7rem; align-items: center; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 3px; padding: 0 .5rem; font-size: .85rem; line-height: 1.6; background: var(--ground); color: var(--ink); white-space: nowrap; max-width: 100%; }
.tags { display: flex; flex-wrap: wrap; gap: .35rem; list-style: none; padding: 0; margin: 0 0 1rem; }
.tag-example, .tag-warn { background: var(--warn-tint); color: var(--warn); border-color: #e8cf98; }
.tag-good { background: var(--good-tint); color: var(--good); border-color: #b7dcc5; }
.tag-bad { background: var(--bad-tint); color: var(--bad); border-color: #eebdb9; font-weight: 600; }
.tag-accent { background: var(--accent-tint); color: var(--accent-dark); border-color: #bed3e8; }

button, .button { font: inherit; line-height: 1.4; display: inline-block; padding: .55rem 1.15rem; min-height: 2.75rem; border-radius: 4px; border: 1px solid var(--accent); background: var(--accent); color: #fff; cursor: pointer; text-decoration: none; }
button:hover, .button:hover { background: var(--accent-dark); color: #fff; }
button.quiet, .button.quiet { background: var(--ground); color: var(--accent); }
button.quiet:hover, .button.quiet:hover { background: var(--accent-tint); color: var(--accent-dark); }
button.danger { background: var(--ground); color: var(--bad); border-color: var(--bad); }
button.danger:hover { background: var(--bad-tint); }
.buttons { display: flex; flex-wrap: wrap; gap: .7rem; align-items: center; margin: 1.2rem 0; }

label, legend { font-weight: 600; }
legend { padding: 0; }
input:not([type]), input[type=text], input[type=date], input[type=email], input[type=password], input[type=search], input[type=number], select, textarea {
  font: inherit; color: var(--ink); background: #fff; border: 1px solid #7b8a99; border-radius: 4px; padding: .5rem .65rem; width: 100%; max-width: 100%; min-height: 2.75rem; display: block;
}
textarea { resize: vertical; line-height: 1.6; }
select { appearance: auto; }
input.short { max-width: 14rem; }
input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); margin: 0; flex: none; }
fieldset { border: 1px solid var(--line); border-radius: 4px; padding: .8rem 1rem; margin: 0 0 1.2rem; min-width: 0; }
.field { border: 0; margin: 0 0 1.6rem; padding: 0; min-width: 0; }
.field > label, .field > legend { display: block; margin-bottom: .15rem; }
.hint { margin: 0 0 .35rem; font-size: .92rem; }
.need { font-weight: 400; color: var(--quiet); font-size: .85rem; margin-left: .3rem; }
.need-submit { color: var(--accent-dark); }
.count { margin: .15rem 0 0; font-size: .85rem; color: var(--quiet); text-align: right; font-variant-numeric: tabular-nums; }
.count.over { color: var(--bad); font-weight: 600; }
.has-error { border-left: 4px solid var(--bad); padding-left: .9rem; }
.field-error { color: var(--bad); font-weight: 600; margin: 0 0 .35rem; }
.error-summary { border: 3px solid var(--bad); padding: 1rem 1.2rem; margin: 0 0 2rem; background: var(--ground); }
.error-summary h2 { margin: 0 0 .4rem; font-size: 1.15rem; }
.error-summary a { color: var(--bad); }
.error-summary ul, .error-summary p { margin-bottom: .3rem; }
.refusal { border: 3px solid var(--bad); padding: .8rem 1.1rem; margin: 0 0 1.5rem; }
.refusal > :last-child { margin-bottom: 0; }
.flash { background: var(--good-tint); color: var(--good); border-left: 4px solid var(--good); padding: .7rem 1rem; }
.notice { background: var(--warn-tint); color: var(--warn); border-left: 4px solid var(--warn); padding: .7rem 1rem; }
.choices { display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; }
.choice { font-weight: 400; display: flex; gap: .5rem; align-items: center; min-height: 2rem; }
.row { border: 1px solid var(--line); border-radius: 4px; padding: .8rem 1rem 0; margin: 0 0 .9rem; min-width: 0; }
.row legend { font-size: .92rem; padding: 0 .4rem; color: var(--quiet); }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: 0 1.2rem; }
.row .field, .columns .field { margin-bottom: 1rem; }
.chapters { background: var(--tint); padding: .8rem 1.2rem; margin-bottom: 2rem; }
.chapters ol { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: 0; padding: 0; list-style-position: inside; }
.chapter { border-top: 1px solid var(--line); }
.inline-form { display: inline; }
details { margin: 0 0 1rem; }
summary { cursor: pointer; color: var(--accent); padding: .25rem 0; }
details[open] > summary { margin-bottom: .6rem; }
.panel { border: 1px solid var(--line); border-radius: 4px; padding: 1.1rem 1.3rem; margin: 0 0 1.5rem; background: var(--ground); }
.panel > :first-child { margin-top: 0; }
.panel > :last-child { margin-bottom: 0; }
.panel-tint { background: var(--tint); border-color: var(--tint); }

.split { display: grid; gap: 0 3rem; }
@media (min-width: 60rem) {
  .split { grid-template-columns: minmax(0, 1fr) 20rem; }
  .split-left { grid-template-columns: 17rem minmax(0, 1fr); }
  .beside { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; }
}
@media (min-width: 60rem) { .halves { display: grid; grid-template-columns: 1fr 1fr; gap: 0 3rem; } }
.filters > summary { font-weight: 600; }
.facet-group { border-top: 1px solid var(--line); padding-top: .3rem; margin-bottom: .3rem; }
.facet-group > summary { color: var(--ink); font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(8.5rem, 100%), 1fr)); gap: .9rem 1.5rem; background: var(--tint); padding: 1.1rem 1.3rem; border-left: 4px solid var(--accent); margin: 1.2rem 0 2rem; }
.facts div { min-width: 0; }
.facts dt { color: var(--quiet); font-size: .88rem; }
.pairs dt { color: var(--quiet); }
.pairs ul, .pairs ol { margin-bottom: 0; }
.facts dd { margin: 0; font-weight: 600; }
.pairs { display: grid; gap: .6rem 1.5rem; }
.pairs dd { margin: 0; }
@media (min-width: 40rem) { .pairs { grid-template-columns: 11rem minmax(0, 1fr); } }
.text { white-space: pre-line; }

.table-wrap { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .8rem .55rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
thead th { color: var(--quiet); font-weight: 600; font-size: .88rem; }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table.narrow { width: auto; min-width: min(22rem, 100%); }
@media (min-width: 40rem) { .coverage th { font-weight: 400; width: 42%; } }
@media (max-width: 40rem) {
  .stack thead { position: absolute; left: -999rem; }
  .stack tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  .stack td, .stack th { display: block; border: 0; padding: .1rem 0; text-align: left; }
  .verdicts tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem .8rem; }
  .verdicts td:last-child { grid-column: 1 / -1; }
  .verdicts td:last-child:empty { display: none; }
  .stack td[data-label]::before { content: attr(data-label) "："; color: var(--quiet); font-size: .88rem; }
  :lang(en) .stack td[data-label]::before { content: attr(data-label) ": "; }
}

.list { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.list > li { border-bottom: 1px solid var(--line); padding: 1.1rem 0; }
.list h3 { margin: 0 0 .25rem; font-size: 1.1rem; }
.list p { margin: 0 0 .4rem; }
.list .item-title { margin: 0 0 .25rem; font-size: 1.05rem; }
form.prose + .panel, h1 + form { margin-top: 1rem; margin-bottom: 1rem; }
.list + .buttons, .list + form, form + form { margin-top: 1rem; }
.prose > form + h2 { margin-top: 2.4rem; }
.domains { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr)); gap: .5rem; }
.domains a { display: flex; justify-content: space-between; gap: .6rem; padding: .6rem .9rem; background: var(--tint); border-radius: 4px; text-decoration: none; color: var(--ink); }
.domains a:hover { background: var(--accent-tint); }
.hero { padding: 1.5rem 0 1rem; }
.hero h1 { max-width: 24em; }
.search-box { display: flex; gap: .6rem; flex-wrap: wrap; margin: 0 0 1rem; }
.search-box input { flex: 1 1 14rem; width: auto; }
.facet { border: 0; padding: 0; margin: 0 0 1.3rem; min-width: 0; }
.facet legend { margin-bottom: .3rem; font-size: .95rem; }
.facet .choice { justify-content: flex-start; }
.facet .number { margin-left: auto; color: var(--quiet); font-variant-numeric: tabular-nums; font-size: .9rem; }
.chips { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; margin: 0 0 1rem; }
.chip { display: inline-flex; gap: .4rem; align-items: center; background: var(--accent-tint); color: var(--accent-dark); border-radius: 2rem; padding: .25rem .8rem; text-decoration: none; font-size: .92rem; }
.chip:hover { background: #d5e4f2; }

.ranking { list-style: none; padding: 0; margin: 0; }
.ranked { border: 1px solid var(--line); border-radius: 4px; padding: 1.1rem 1.3rem; margin: 0 0 1rem; }
.ranked-head { display: flex; gap: .4rem 1.2rem; align-items: baseline; flex-wrap: wrap; }
.ranked-head h3 { margin: 0; flex: 1 1 12rem; }
.score { font-size: 1.5rem; font-weight: 700; color: var(--accent); font-variant-numeric: tabular-nums; white-space: nowrap; line-height: 1.2; }
.score small { font-size: .85rem; font-weight: 400; color: var(--quiet); }
.parts { list-style: none; padding: 0; margin: .8rem 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(8.5rem, 100%), 1fr)); gap: .5rem 1.4rem; font-size: .88rem; color: var(--quiet); }
.parts .figure { float: right; font-variant-numeric: tabular-nums; color: var(--ink); }
.bar { display: block; width: 100%; height: .4rem; }
.bar-full { fill: #e3e9ef; }
.bar-part { fill: var(--accent); }
.reasons { padding-left: 0; list-style: none; display: grid; gap: .9rem; }
.reasons p { margin: 0; }
.asked { font-weight: 600; }
.gaps { padding-left: 1.2rem; list-style: disc; }
.buttons:empty { display: none; }
.marks { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; align-items: flex-start; border-top: 1px solid var(--line); padding-top: .8rem; }
.marks .buttons { margin: 0; }
.marks details { margin: .5rem 0 0; flex: 1 1 14rem; }
.quote { display: block; border-left: 3px solid var(--accent); background: var(--tint); padding: .35rem .8rem; margin-top: .25rem; font-size: .94rem; }
.quote .quiet-text, td .quiet-text { display: block; font-size: .88rem; }
.findings { list-style: none; padding: 0; margin: 0; }
.findings li { padding: .5rem 0; border-top: 1px solid var(--line); font-size: .94rem; }
.quality-score { font-size: 2rem; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; margin: 0; }
.quality-score small { font-size: .95rem; font-weight: 400; color: var(--quiet); }
.steps { display: flex; flex-wrap: wrap; gap: .7rem 1rem; align-items: flex-start; margin-top: 1rem; }
.steps .buttons, .steps > p { margin: 0; }
.steps > details { flex: 1 1 100%; margin: 0; }
.steps > details .buttons { margin: 0 0 .8rem; }
.actions details { border-top: 1px solid var(--line); padding-top: .6rem; }
.tabs { margin: 0 0 1.4rem; border-bottom: 1px solid var(--line); }
.tabs ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.4rem; margin: 0; padding: 0; }
.tabs a { display: inline-block; padding: .5rem 0; color: var(--ink); text-decoration: none; border-bottom: 3px solid transparent; }
.tabs a:hover { border-bottom-color: var(--line); }
.tabs a[aria-current] { color: var(--accent); font-weight: 600; border-bottom-color: var(--accent); }
.chip[aria-current] { background: var(--accent); color: #fff; }
.board-region:focus-visible { outline-offset: 0; }
.board th, .board td { border: 1px solid var(--line); padding: .4rem .5rem; }
.board thead th { background: var(--tint); }
.board tbody th { white-space: nowrap; font-variant-numeric: tabular-nums; background: var(--tint); font-weight: 600; }
.board-people tbody th { white-space: normal; min-width: 9rem; }
.board tbody th .quiet-text { display: block; font-weight: 400; font-size: .85rem; }
.board td { min-width: 9.5rem; }
@media (min-width: 40rem) { .board tbody th { position: sticky; left: 0; z-index: 1; } }
.board td.drop { background: var(--accent-tint); outline: 2px dashed var(--accent); outline-offset: -2px; }
.board-break th, .board-break td { background: var(--tint); color: var(--quiet); padding-top: .15rem; padding-bottom: .15rem; font-size: .88rem; }
.board-away { background: repeating-linear-gradient(135deg, var(--tint) 0 .5rem, #fff .5rem 1rem); }
.board-here { width: 100%; padding: .3rem; min-height: 2.2rem; font-size: .88rem; border-style: dashed; }
.card { display: block; padding: .35rem .5rem; border: 1px solid var(--line); border-left: 4px solid var(--quiet); border-radius: 4px; background: #fff; color: var(--ink); text-decoration: none; font-size: .9rem; line-height: 1.45; }
.card + .card { margin-top: .3rem; }
.card:hover { background: var(--accent-tint); color: var(--ink); }
.card-pending { border-left-color: #c98a00; }
.card-accepted, .card-checked_in { border-left-color: var(--good); }
.card-held { border-left-color: var(--accent); }
.card-no_show_company, .card-no_show_unit { border-left-color: var(--bad); }
.card-chosen { outline: 3px solid var(--accent); }
.card span { display: block; }
.card-who { font-weight: 500; }
.steps form { margin: 0; }
.card-state { color: var(--quiet); font-size: .82rem; }
.card-trouble { color: var(--bad); font-size: .82rem; font-weight: 600; }
.day { list-style: none; margin: 0 0 1.5rem; padding: 0; }
.day > li { border-top: 1px solid var(--line); padding: .9rem 0; }
.day > .day-next { border: 2px solid var(--accent); border-radius: 4px; padding: .9rem 1rem; background: var(--accent-tint); margin-bottom: .6rem; }
.day-next + li { border-top: 0; }
.day p, .day .meta { margin: 0 0 .3rem; }
.day-head { display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline; }
.day-time { font-weight: 700; font-variant-numeric: tabular-nums; font-size: 1.15rem; }
.day-next .day-time { font-size: 1.5rem; }
.day-who { font-size: 1.05rem; font-weight: 600; }
.day-break { color: var(--quiet); }
.day-break .day-time { font-size: 1rem; font-weight: 400; }
.check-in { background: var(--tint); border-left: 4px solid var(--accent); padding: .7rem 1rem; }
.check-in strong { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 1.3rem; letter-spacing: .06em; }
.live-title { margin-top: 1.4rem; font-size: clamp(1.4rem, 1rem + 2vw, 2.2rem); font-variant-numeric: tabular-nums; }
.live-tables { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: .8rem; }
.live-tables > li { border: 1px solid var(--line); border-left: 6px solid var(--good); border-radius: 4px; padding: .7rem 1rem; }
.live-tables > .live-free { border-left-color: var(--line); background: var(--tint); }
.live-tables > .live-late { border-left-color: var(--bad); }
.live-tables p { margin: 0 0 .3rem; }
.live-table { color: var(--quiet); }
.live-tables .live-who { font-weight: 700; font-size: 1.15rem; margin: 0; }
.live-call { color: var(--bad); font-size: .85em; white-space: nowrap; }
.live-screen .live-tables { grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); }
.live-screen .live-tables .live-who, .live-screen .live-table { font-size: clamp(1.2rem, 1rem + 1.2vw, 2rem); line-height: 1.35; }
.minutes-who { font-size: 1.05rem; }
.minutes .field { margin-bottom: 1rem; }
.minutes-row { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem .8rem; margin-bottom: .7rem; }
.minutes-row > div { min-width: 0; }
.minutes-row label { font-weight: 400; font-size: .92rem; }
.minutes-text { grid-column: 1 / -1; }
@media (min-width: 40rem) { .minutes-row { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) 11rem; } .minutes-text { grid-column: auto; } }
@media (max-width: 40rem) {
  .board-region { overflow-x: visible; }
  .board tbody th, .board td { border: 0; padding: .2rem .5rem; min-width: 0; }
  .board tbody th { padding: .4rem .5rem; }
  .board td:empty, .board-people td:empty { display: none; }
  .board td:not(:empty) { padding: .3rem 0; }
}
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
@media (min-width: 60rem) { .narrow-only { display: none; } }
@media print {
  .site-header nav, .nav-side, .actions, .skip, button, .button, .marks, .filters, .search-box, .chapters, .narrow-only, .site-footer ul { display: none; }
  .split, .halves { display: block; }
  .beside { position: static; max-height: none; overflow: visible; }
  main { padding: 0; max-width: none; }
  .ranked, .panel, tr, .reasons li { break-inside: avoid; }
  h1, h2, h3, h4 { break-after: avoid; }
  body { font-size: 10.5pt; line-height: 1.5; }
  a { color: inherit; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`
