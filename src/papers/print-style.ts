/** For paper: A4, black on white, one card or sheet a page. */
export const printStyle = `
@page { size: A4; margin: 14mm 14mm 16mm; }
* { box-sizing: border-box; }
html { font-size: 11pt; }
body { margin: 0; color: #000; background: #fff; line-height: 1.45; overflow-wrap: anywhere;
  font-family: system-ui, -apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
main { max-width: 182mm; margin: 0 auto; }
h1 { font-size: 17pt; line-height: 1.3; margin: 0 0 1mm; }
h2 { font-size: 13pt; margin: 6mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; }
a { color: inherit; }
.screen { background: #eef2f6; padding: 3mm 5mm; margin-bottom: 6mm; }
.screen p { margin: 0; }
.facts { margin: 0 0 4mm; }
.foot { margin-top: 4mm; font-size: 8.5pt; }
.mark { border: 1pt solid #000; display: inline-block; padding: .4mm 2mm; font-size: 9pt; }
table { border-collapse: collapse; width: 100%; margin-bottom: 3mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 1.3mm 2.5mm 1.3mm 0; border-bottom: .5pt solid #000; }
th { font-weight: 650; }
thead th { border-bottom: 1.2pt solid #000; font-size: 9.5pt; }
.time { white-space: nowrap; width: 27mm; font-variant-numeric: tabular-nums; }
.where { width: 32mm; }
.slot th { border-bottom: 1.2pt solid #000; padding-top: 3.5mm; break-after: avoid; font-variant-numeric: tabular-nums; }
.write { width: 34mm; }
.small { display: block; font-size: 9pt; }
.page { break-after: page; }
.page:last-of-type { break-after: auto; }
.card { display: flex; gap: 8mm; align-items: flex-end; margin-bottom: 4mm; }
.card p { margin: 0; }
.number { font-size: 92pt; font-weight: 700; line-height: .9; margin: 0; font-variant-numeric: tabular-nums; }
.room { font-size: 24pt; line-height: 1.2; }
.head { display: flex; justify-content: space-between; gap: 6mm; align-items: flex-start; }
.head > div { flex: 1; min-width: 0; }
.head > .pass { flex: none; width: 38mm; text-align: center; font-size: 9pt; }
.pass p { margin: 0; }
.code { display: block; width: 34mm; height: 34mm; margin: 0 auto 1mm; }
.digits { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 14pt; font-weight: 700; letter-spacing: .12em; text-transform: uppercase; }
.text { white-space: pre-line; }
@media screen { main { padding: 0 4mm 10mm; } .page { border-bottom: 1pt dashed #777; padding-bottom: 6mm; margin-bottom: 10mm; } }
@media print { .screen { display: none; } main { max-width: none; } }
`
