/// How the sheet looks: one A4, black on white, legible when printed in grey.
enum Style {
  static let text = """
    @page{size:A4;margin:0}
    *{box-sizing:border-box}
    html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    body{margin:0;background:#e9e7e1;color:#1b1b1b;font:8.2pt/1.28 "Liberation Sans",Arial,Helvetica,sans-serif}
    .sheet{width:210mm;height:296mm;margin:6mm auto;padding:9mm 12mm 7mm;background:#fff;overflow:hidden;\
    display:flex;flex-direction:column;gap:2.2mm}
    p,h1,h2,ul,ol,figure{margin:0}
    .top{display:flex;justify-content:space-between;gap:4mm;font-size:7.6pt;color:#555;border-bottom:.3mm solid #1b1b1b;\
    padding-bottom:.8mm}
    h1{font-size:15pt;line-height:1.12;padding-top:1.6mm}
    h2{font-size:9.2pt;line-height:1.2;margin-bottom:.7mm;color:#0c447c}
    .maps{display:grid;grid-template-columns:1fr 1fr;gap:3mm}
    .maps svg{display:block;width:100%;height:auto}
    .maps text{font-family:"Liberation Sans",Arial,Helvetica,sans-serif}
    figcaption{font-weight:bold;margin-bottom:.5mm}
    .legend{margin-top:-1.2mm;font-size:7.6pt}
    .key{display:inline-block;white-space:nowrap;margin-left:2mm}
    .key svg{width:4mm;height:2.8mm;vertical-align:-.4mm;margin-right:.8mm}
    table{border-collapse:collapse;width:100%}
    th,td{text-align:left;vertical-align:baseline;padding:.35mm 1mm;border-bottom:.15mm solid #d5d2ca;font-weight:normal}
    thead th,thead td{font-size:7.4pt;color:#555;border-bottom:.3mm solid #777}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    th small{color:#555}
    td small{display:block;font-size:6.6pt;line-height:1.1;color:#555}
    .better{color:#0a5a43;font-weight:bold}
    .worse{color:#9a2a08;font-weight:bold}
    .zones .better,.zones .worse{white-space:nowrap}
    .zones tbody th{max-width:0;width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .note{font-size:7.2pt;color:#444}
    .columns{display:grid;grid-template-columns:1.1fr 1fr;gap:4mm}
    .zones th,.zones td{padding:.35mm .5mm}
    .columns>*{min-width:0}
    ul,ol{padding-left:4mm}
    li{margin-bottom:.4mm}
    em{font-style:normal;color:#9a2a08}
    p,li,th,h1{overflow-wrap:anywhere}
    .assumptions,.verdicts,.sources,.zones{font-size:7.6pt;line-height:1.24}
    footer{margin-top:auto;border-top:.3mm solid #1b1b1b;padding-top:.8mm;font-size:6.8pt;color:#444}
    code{font-family:"Liberation Mono",monospace}
    @media print{body{background:none}.sheet{margin:0;break-after:page}.sheet:last-child{break-after:auto}}
    """
}
