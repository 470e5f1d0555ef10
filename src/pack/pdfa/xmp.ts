/** What a finished document says about itself. */
export interface DocumentMeta {
  readonly title: string;
  readonly description: string;
  /** ISO 8601, UTC: the time that the document bears, not the clock's. */
  readonly asOf: string;
  readonly tool: { readonly name: string; readonly version: string };
}

/** The program and its version in one text. */
export const producerOf = ({ tool }: DocumentMeta): string => `${tool.name} ${tool.version}`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text as XML 1.0 allows it: markup escaped, control and non-characters shown as U+FFFD. */
const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>]/g, (char) => ESCAPES[char] ?? char);

const alternative = (text: string): string =>
  `<rdf:Alt><rdf:li xml:lang="x-default">${xmlText(text)}</rdf:li></rdf:Alt>`;

const PDFUA_SCHEMA = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 that the document follows</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;

/** XMP packet that claims PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1). */
export const xmpPacket = (
  meta: DocumentMeta,
): string => `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title>${alternative(meta.title)}</dc:title>
<dc:description>${alternative(meta.description)}</dc:description>
<xmp:CreateDate>${xmpDate(meta.asOf)}</xmp:CreateDate>
<xmp:ModifyDate>${xmpDate(meta.asOf)}</xmp:ModifyDate>
<xmp:CreatorTool>rca</xmp:CreatorTool>
<pdf:Producer>${xmlText(producerOf(meta))}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
${PDFUA_SCHEMA}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

/** XMP and Info must name the same second. */
const xmpDate = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19)}Z`;
