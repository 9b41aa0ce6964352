/** A small PDF, made here, so that a page of paper can be seen without one. */
export function inventedPdf(title: string, pages: number): string {
  const objects: string[] = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, at) => `${4 + at * 2} 0 R`).join(' ')}] >>`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'];
  for (let at = 0; at < pages; at += 1) {
    const say = (size: number, x: number, y: number, words: string) => `BT /F1 ${size} Tf ${x} ${y} Td (${words.replace(/[()\\]/g, '')}) Tj ET`;
    const lines = Array.from({ length: 24 }, (_, line) => say(12, 72, 640 - line * 22, `${at + 1}.${line + 1} Muestra inventada de un documento, para ver como se lee en pantalla.`));
    const drawn = [`0.04 0.36 0.37 rg 0 800 595 42 re f 1 1 1 rg`, say(14, 72, 815, 'Documento de muestra'), '0 0 0 rg', say(22, 72, 720, title.slice(0, 34)), say(12, 72, 690, `Pagina ${at + 1} de ${pages}`), ...lines].join('\n');
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + at * 2} 0 R >>`, `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  return btoa([...file].map((letter) => (letter.charCodeAt(0) < 256 ? letter : '?')).join(''));
}
