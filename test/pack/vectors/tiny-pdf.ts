import { Buffer } from 'node:buffer';

/** A tagged PDF with a page for each text. Its font is not embedded: PDF/A is not what vectors are for. */
export function tinyPdf(texts: readonly string[]): Buffer {
  const count = texts.length;
  const page = (index: number): number => 6 + 3 * index;
  const kids = texts.map((_, index) => `${page(index)} 0 R`).join(' ');
  const elements = texts.map((_, index) => `${page(index) + 2} 0 R`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en) /MarkInfo << /Marked true >> /StructTreeRoot 3 0 R >>',
    `<< /Type /Pages /Kids [ ${kids} ] /Count ${count} >>`,
    `<< /Type /StructTreeRoot /K [ 4 0 R ] /ParentTree << /Nums [ ${elements.map((ref, index) => `${index} [ ${ref} ]`).join(' ')} ] >> /ParentTreeNextKey ${count} >>`,
    `<< /Type /StructElem /S /Document /P 3 0 R /K [ ${elements.join(' ')} ] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...texts.flatMap((text, index) => {
      const content = `/H1 << /MCID 0 >> BDC BT /F1 12 Tf 72 720 Td (${text}) Tj ET EMC`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /StructParents ${index} /Contents ${page(index) + 1} 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
        `<< /Type /StructElem /S /H1 /P 4 0 R /Pg ${page(index)} 0 R /K 0 >>`,
      ];
    }),
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}${xref}${trailer}`, 'latin1');
}
