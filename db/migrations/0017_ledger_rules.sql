-- The ledger's rules, where nobody who only adds to it can leave them out. Types of entries and their facts are data,
-- written from src/ledger by scripts/entry-types.ts; what stands of each incident is a table that the trigger alone
-- writes, for its function runs as the owner.
CREATE TABLE rca.entry_types (
  type text PRIMARY KEY,
  rules jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE rca.ledger_facts (
  incident text NOT NULL REFERENCES rca.incidents (id),
  fact text NOT NULL,
  PRIMARY KEY (incident, fact)
);
--> statement-breakpoint
-- How many lines of the incident were judged, and the latest time that they bear.
CREATE TABLE rca.ledger_heads (
  incident text PRIMARY KEY REFERENCES rca.incidents (id),
  size integer NOT NULL,
  latest timestamptz
);
--> statement-breakpoint
INSERT INTO rca.entry_types (type, rules) VALUES
  ('clock.behind', '{"bars":[],"body":{"additionalProperties":false,"properties":{"last":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"reading":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["reading","last"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[["a clock stood before ",{"at":["last"]}]]}'),
  ('collection.requested', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"collection":{"pattern":"^[!-~]{1,200}$","type":"string"},"sources":{"items":{"pattern":"^[!-~]{1,200}$","type":"string"},"type":"array"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"}},"required":["collection","sources","window"],"type":"object"},"ends":[],"gives":[[{"at":["collection"]}," asks ",{"at":[],"list":["sources"]}]],"needs":[["the incident"]],"once":[["collection ",{"at":["collection"]}]]}'),
  ('delivery.failed', '{"bars":[["delivery of version ",{"at":["version"]}," to ",{"at":["destination"]}]],"body":{"additionalProperties":false,"properties":{"code":{"pattern":"^[!-~]{1,200}$","type":"string"},"destination":{"pattern":"^[!-~]{1,200}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["version","destination","code"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["pack version ",{"at":["version"]}]],"once":[["failure ",{"at":["code"]}," of version ",{"at":["version"]}," to ",{"at":["destination"]}]]}'),
  ('destruction.begun', '{"bars":[["a destruction was begun"],["a hold stands: …"]],"body":{"additionalProperties":false,"properties":{"plan":{"pattern":"^[0-9a-f]{64}$","type":"string"}},"required":["plan"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[["a destruction was begun"]]}'),
  ('destruction.requested', '{"bars":[["a destruction was begun"],["a hold stands: …"]],"body":{"additionalProperties":false,"properties":{"keptUntil":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["keptUntil"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[]}'),
  ('document.rendered', '{"bars":[],"body":{"additionalProperties":false,"properties":{"documents":{"items":{"additionalProperties":false,"properties":{"format":{"enum":["pdf","markdown","html"],"type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"}},"required":["format","sha256"],"type":"object"},"minItems":1,"type":"array"}},"required":["documents"],"type":"object"},"ends":[],"gives":[["document ",{"at":["sha256"],"list":["documents"]}]],"needs":[["the incident"]],"once":[]}'),
  ('evidence.collected', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"collection":{"pattern":"^[!-~]{1,200}$","type":"string"},"evidence":{"pattern":"^[E]-[0-9]{4,9}$","type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"source":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["evidence","source","sha256"],"type":"object"},"ends":[],"gives":[["evidence ",{"at":["evidence"]}," stands"]],"needs":[["the incident"],[{"at":["collection"]}," asks ",{"at":["source"]}]],"once":[["evidence ",{"at":["evidence"]}]]}'),
  ('evidence.destroyed', '{"bars":[["a hold stands: …"]],"body":{"additionalProperties":false,"properties":{"certificate":{"pattern":"^[0-9a-f]{64}$","type":"string"}},"required":["certificate"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["a destruction was begun"]],"once":[["the content was destroyed"]]}'),
  ('evidence.imported', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"collection":{"type":"null"},"evidence":{"pattern":"^[E]-[0-9]{4,9}$","type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"source":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["evidence","source","collection","sha256"],"type":"object"},"ends":[],"gives":[["evidence ",{"at":["evidence"]}," stands"]],"needs":[["the incident"]],"once":[["evidence ",{"at":["evidence"]}]]}'),
  ('evidence.withdrawn', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"evidence":{"pattern":"^[E]-[0-9]{4,9}$","type":"string"}},"required":["evidence","commitment"],"type":"object"},"ends":[["evidence ",{"at":["evidence"]}," stands"]],"gives":[],"needs":[["the incident"],["evidence ",{"at":["evidence"]}," stands"]],"once":[]}'),
  ('gap.recorded', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"source":{"pattern":"^[!-~]{1,200}$","type":"string"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"}},"required":["source","window","sha256"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[["gap ",{"at":["sha256"]}]]}'),
  ('hold.placed', '{"bars":[["the content was destroyed"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"hold":{"pattern":"^[H]-[0-9]{4,9}$","type":"string"}},"required":["hold","commitment"],"type":"object"},"ends":[],"gives":[["a hold stands: ",{"at":["hold"]}]],"needs":[["the incident"]],"once":[["hold ",{"at":["hold"]}]]}'),
  ('hold.released', '{"bars":[],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"hold":{"pattern":"^[H]-[0-9]{4,9}$","type":"string"}},"required":["hold","commitment"],"type":"object"},"ends":[["a hold stands: ",{"at":["hold"]}]],"gives":[],"needs":[["the incident"],["a hold stands: ",{"at":["hold"]}]],"once":[]}'),
  ('incident.cancelled', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.closed', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.exported', '{"bars":[],"body":{"additionalProperties":false,"properties":{"files":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"manifestSha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"sizeBytes":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["manifestSha256","files","sizeBytes"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[]}'),
  ('incident.merged', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.mitigated', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.renamed', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.reopened', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.resolved', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.severity-changed', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('incident.started', '{"bars":[],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"incident":{"pattern":"^INC-[0-9]{4}-[0-9]{4,9}$","type":"string"},"installation":{"pattern":"^[!-~]{1,200}$","type":"string"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"const":true,"type":"boolean"}},"required":["incident"],"type":"object"},"ends":[],"gives":[],"needs":[],"once":[["the incident"],["version 1 of the incident"]]}'),
  ('incident.window-changed', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"closing":{"anyOf":[{"anyOf":[{"additionalProperties":false,"properties":{"as":{"enum":["done","cancelled"],"type":"string"}},"required":["as"],"type":"object"},{"additionalProperties":false,"properties":{"as":{"const":"merged","type":"string"},"into":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["as","into"],"type":"object"}]},{"type":"null"}]},"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"cycles":{"items":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"type":"array"},"severity":{"anyOf":[{"enum":["sev1","sev2","sev3","sev4"],"type":"string"},{"type":"null"}]},"status":{"enum":["open","mitigated","resolved","closed"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"},"window":{"additionalProperties":false,"properties":{"from":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"},"to":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["from","to"],"type":"object"},"windowFollows":{"type":"boolean"}},"required":["version","status","severity","closing","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["version ",{"at":["version"],"less":1}," of the incident"]],"once":[["version ",{"at":["version"]}," of the incident"]]}'),
  ('note.edited', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"note":{"pattern":"^[N]-[0-9]{4,9}$","type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"}},"required":["note","version","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["note ",{"at":["note"]}," version ",{"at":["version"],"less":1}]],"once":[["note ",{"at":["note"]}," version ",{"at":["version"]}]]}'),
  ('note.written', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"note":{"pattern":"^[N]-[0-9]{4,9}$","type":"string"},"version":{"const":1,"type":"number"}},"required":["note","version","commitment"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[["note ",{"at":["note"]}," version ",{"at":["version"]}]]}'),
  ('pack.delivered', '{"bars":[],"body":{"additionalProperties":false,"properties":{"destination":{"pattern":"^[!-~]{1,200}$","type":"string"},"receipt":{"pattern":"^[0-9a-f]{64}$","type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["version","destination"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["pack version ",{"at":["version"]}],["pack version ",{"at":["version"]}," is ",{"at":["sha256"]}]],"once":[["delivery of version ",{"at":["version"]}," to ",{"at":["destination"]}]]}'),
  ('pack.fetched', '{"bars":[],"body":{"additionalProperties":false,"properties":{"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["version","sha256"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["pack version ",{"at":["version"]}," is ",{"at":["sha256"]}]],"once":[]}'),
  ('pack.written', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"authorityClock":{"additionalProperties":false,"properties":{"offsetMs":{"type":"number"},"uncertaintyMs":{"minimum":0,"type":"number"}},"required":["offsetMs","uncertaintyMs"],"type":"object"},"beside":{"additionalProperties":false,"properties":{"files":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"sizeBytes":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["files","sizeBytes"],"type":"object"},"destinations":{"items":{"pattern":"^[!-~]{1,200}$","type":"string"},"type":"array"},"manifestSha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["version","sha256","manifestSha256"],"type":"object"},"ends":[],"gives":[["pack version ",{"at":["version"]}," is ",{"at":["sha256"]}],["document ",{"at":["sha256"]}]],"needs":[["the incident"]],"once":[["pack version ",{"at":["version"]}]]}'),
  ('probe.sent', '{"bars":[],"body":{"additionalProperties":false,"properties":{"attempt":{"maximum":2147483647,"minimum":1,"type":"integer"},"call":{"pattern":"^[ -~]{1,250}$","type":"string"},"collection":{"pattern":"^[!-~]{1,200}$","type":"string"}},"required":["collection","call","attempt"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],["collection ",{"at":["collection"]}]],"once":[["attempt ",{"at":["attempt"]}," in ",{"at":["collection"]}," of probe ",{"at":["call"]}]]}'),
  ('redaction.revealed', '{"bars":[],"body":{"additionalProperties":false,"properties":{"token":{"pattern":"^[ -~]{1,250}$","type":"string"}},"required":["token"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[]}'),
  ('section.edited', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"entry":{"pattern":"^[IFLACW]-[0-9]{4,9}$","type":"string"},"section":{"enum":["impact","cause","lesson","action","control","wording"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"}},"required":["entry","section","commitment","version"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],[{"at":["section"]}," ",{"at":["entry"]}," version ",{"at":["version"],"less":1}]],"once":[[{"at":["section"]}," ",{"at":["entry"]}," version ",{"at":["version"]}]]}'),
  ('section.withdrawn', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"entry":{"pattern":"^[IFLACW]-[0-9]{4,9}$","type":"string"},"section":{"enum":["impact","cause","lesson","action","control","wording"],"type":"string"},"version":{"maximum":2147483647,"minimum":2,"type":"integer"}},"required":["entry","section","commitment","version"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"],[{"at":["section"]}," ",{"at":["entry"]}," version ",{"at":["version"],"less":1}]],"once":[[{"at":["section"]}," ",{"at":["entry"]}," version ",{"at":["version"]}]]}'),
  ('section.written', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"pattern":"^[0-9a-f]{64}$","type":"string"},"entry":{"pattern":"^[IFLACW]-[0-9]{4,9}$","type":"string"},"section":{"enum":["impact","cause","lesson","action","control","wording"],"type":"string"},"version":{"const":1,"type":"number"}},"required":["entry","section","commitment","version"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[[{"at":["section"]}," ",{"at":["entry"]}," version ",{"at":["version"]}]]}'),
  ('signoff.approved', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"anyOf":[{"pattern":"^[0-9a-f]{64}$","type":"string"},{"type":"null"}]},"document":{"additionalProperties":false,"properties":{"format":{"enum":["pdf","markdown","html"],"type":"string"},"kind":{"enum":["evidence-pack","rca"],"type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["kind","format","version","sha256"],"type":"object"},"independence":{"anyOf":[{"additionalProperties":false,"properties":{"acts":{"additionalProperties":{"maximum":2147483647,"minimum":1,"type":"integer"},"propertyNames":{"type":"string"},"type":"object"},"entries":{"items":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"maxItems":20,"type":"array"},"independent":{"type":"boolean"}},"required":["independent","acts","entries"],"type":"object"},{"type":"null"}]},"role":{"pattern":"^[a-z][a-z0-9-]{0,39}$","type":"string"},"roleFrom":{"enum":["configuration","own-word"],"type":"string"},"signoff":{"pattern":"^[S]-[0-9]{4,9}$","type":"string"}},"required":["signoff","role","roleFrom","document","independence","commitment"],"type":"object"},"ends":[],"gives":[["sign-off ",{"at":["signoff"]}," stands"]],"needs":[["the incident"],["document ",{"at":["document","sha256"]}]],"once":[["sign-off ",{"at":["signoff"]}]]}'),
  ('signoff.rejected', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"anyOf":[{"pattern":"^[0-9a-f]{64}$","type":"string"},{"type":"null"}]},"document":{"additionalProperties":false,"properties":{"format":{"enum":["pdf","markdown","html"],"type":"string"},"kind":{"enum":["evidence-pack","rca"],"type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["kind","format","version","sha256"],"type":"object"},"independence":{"anyOf":[{"additionalProperties":false,"properties":{"acts":{"additionalProperties":{"maximum":2147483647,"minimum":1,"type":"integer"},"propertyNames":{"type":"string"},"type":"object"},"entries":{"items":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"maxItems":20,"type":"array"},"independent":{"type":"boolean"}},"required":["independent","acts","entries"],"type":"object"},{"type":"null"}]},"role":{"pattern":"^[a-z][a-z0-9-]{0,39}$","type":"string"},"roleFrom":{"enum":["configuration","own-word"],"type":"string"},"signoff":{"pattern":"^[S]-[0-9]{4,9}$","type":"string"}},"required":["signoff","role","roleFrom","document","independence","commitment"],"type":"object"},"ends":[],"gives":[["sign-off ",{"at":["signoff"]}," stands"]],"needs":[["the incident"],["document ",{"at":["document","sha256"]}]],"once":[["sign-off ",{"at":["signoff"]}]]}'),
  ('signoff.requested', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"anyOf":[{"pattern":"^[0-9a-f]{64}$","type":"string"},{"type":"null"}]},"document":{"additionalProperties":false,"properties":{"format":{"enum":["pdf","markdown","html"],"type":"string"},"kind":{"enum":["evidence-pack","rca"],"type":"string"},"sha256":{"pattern":"^[0-9a-f]{64}$","type":"string"},"version":{"maximum":2147483647,"minimum":1,"type":"integer"}},"required":["kind","format","version","sha256"],"type":"object"},"independence":{"anyOf":[{"additionalProperties":false,"properties":{"acts":{"additionalProperties":{"maximum":2147483647,"minimum":1,"type":"integer"},"propertyNames":{"type":"string"},"type":"object"},"entries":{"items":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"maxItems":20,"type":"array"},"independent":{"type":"boolean"}},"required":["independent","acts","entries"],"type":"object"},{"type":"null"}]},"role":{"pattern":"^[a-z][a-z0-9-]{0,39}$","type":"string"},"roleFrom":{"enum":["configuration","own-word"],"type":"string"},"signoff":{"pattern":"^[S]-[0-9]{4,9}$","type":"string"}},"required":["signoff","role","roleFrom","document","independence","commitment"],"type":"object"},"ends":[],"gives":[["sign-off ",{"at":["signoff"]}," stands"]],"needs":[["the incident"],["document ",{"at":["document","sha256"]}]],"once":[["sign-off ",{"at":["signoff"]}]]}'),
  ('signoff.revoked', '{"bars":[["a destruction was begun"]],"body":{"additionalProperties":false,"properties":{"commitment":{"anyOf":[{"pattern":"^[0-9a-f]{64}$","type":"string"},{"type":"null"}]},"revokes":{"pattern":"^[S]-[0-9]{4,9}$","type":"string"},"signoff":{"pattern":"^[S]-[0-9]{4,9}$","type":"string"}},"required":["signoff","revokes","commitment"],"type":"object"},"ends":[["sign-off ",{"at":["revokes"]}," stands"]],"gives":[],"needs":[["the incident"],["sign-off ",{"at":["revokes"]}," stands"]],"once":[["sign-off ",{"at":["signoff"]}]]}'),
  ('slack.button', '{"bars":[],"body":{"additionalProperties":false,"properties":{"code":{"pattern":"^[!-~]{1,200}$","type":"string"},"name":{"pattern":"^[ -~]{1,250}$","type":"string"},"outcome":{"enum":["done","refused","failed"],"type":"string"},"sentAt":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["name","sentAt","outcome"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[]}'),
  ('slack.command', '{"bars":[],"body":{"additionalProperties":false,"properties":{"code":{"pattern":"^[!-~]{1,200}$","type":"string"},"name":{"pattern":"^[ -~]{1,250}$","type":"string"},"outcome":{"enum":["done","refused","failed"],"type":"string"},"sentAt":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["name","sentAt","outcome"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[]}'),
  ('slack.form', '{"bars":[],"body":{"additionalProperties":false,"properties":{"code":{"pattern":"^[!-~]{1,200}$","type":"string"},"name":{"pattern":"^[ -~]{1,250}$","type":"string"},"outcome":{"enum":["done","refused","failed"],"type":"string"},"sentAt":{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$","type":"string"}},"required":["name","sentAt","outcome"],"type":"object"},"ends":[],"gives":[],"needs":[["the incident"]],"once":[]}'),
  ('source.finished', '{"bars":[],"body":{"additionalProperties":false,"properties":{"collection":{"pattern":"^[!-~]{1,200}$","type":"string"},"evidence":{"items":{"pattern":"^[E]-[0-9]{4,9}$","type":"string"},"type":"array"},"gaps":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"source":{"pattern":"^[!-~]{1,200}$","type":"string"},"state":{"enum":["done","failed"],"type":"string"}},"required":["collection","source","state","evidence","gaps"],"type":"object"},"ends":[[{"at":["collection"]}," asks ",{"at":["source"]}]],"gives":[],"needs":[["the incident"],[{"at":["collection"]}," asks ",{"at":["source"]}],["evidence ",{"at":[],"list":["evidence"]}]],"once":[]}')
ON CONFLICT (type) DO UPDATE SET rules = excluded.rules;
--> statement-breakpoint
-- Canonical JSON (RFC 8785) of a number; null for one that no reader's number is.
CREATE FUNCTION rca.canonical_number(value numeric) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1 AS $$
  SELECT CASE
    WHEN value::double precision::text::numeric <> value THEN NULL
    WHEN value = 0 OR abs(value) >= 0.000001 AND abs(value) < 1e21 THEN trim_scale(value)::text
    ELSE regexp_replace(value::double precision::text, 'e([+-])0', 'e\1')
  END
$$;
--> statement-breakpoint
CREATE FUNCTION rca.canonical(given jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE jsonb_typeof(given)
    WHEN 'object' THEN
      RETURN (SELECT '{' || coalesce(string_agg(to_json(m.key)::text || ':' || rca.canonical(m.value), ','
        ORDER BY m.key COLLATE "C"), '') || '}' FROM jsonb_each(given) m);
    WHEN 'array' THEN
      RETURN (SELECT '[' || coalesce(string_agg(rca.canonical(m.value), ',' ORDER BY m.ordinality), '') || ']'
        FROM jsonb_array_elements(given) WITH ORDINALITY m);
    WHEN 'number' THEN RETURN rca.canonical_number((given #>> '{}')::numeric);
    ELSE RETURN given::text;
  END CASE;
END
$$;
--> statement-breakpoint
-- Whether a given is what a JSON Schema asks for, of the keywords that scripts/entry-types.ts lets through.
CREATE FUNCTION rca.fits(given jsonb, shape jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  type text := shape ->> 'type';
  told text := given #>> '{}';
  others jsonb := shape -> 'additionalProperties';
BEGIN
  IF shape ? 'anyOf' THEN
    RETURN EXISTS (SELECT FROM jsonb_array_elements(shape -> 'anyOf') one WHERE rca.fits(given, one));
  END IF;
  IF jsonb_typeof(given) IS DISTINCT FROM (CASE type WHEN 'integer' THEN 'number' ELSE type END) THEN
    RETURN false;
  END IF;
  IF shape ? 'const' AND shape -> 'const' <> given OR shape ? 'enum' AND NOT (shape -> 'enum') @> given THEN
    RETURN false;
  END IF;
  CASE type
    WHEN 'string' THEN
      RETURN NOT shape ? 'pattern' OR told COLLATE "C" ~ (shape ->> 'pattern');
    WHEN 'integer', 'number' THEN
      RETURN (type = 'number' OR told::numeric = trunc(told::numeric))
        AND (NOT shape ? 'minimum' OR told::numeric >= (shape ->> 'minimum')::numeric)
        AND (NOT shape ? 'maximum' OR told::numeric <= (shape ->> 'maximum')::numeric);
    WHEN 'array' THEN
      RETURN (NOT shape ? 'minItems' OR jsonb_array_length(given) >= (shape ->> 'minItems')::integer)
        AND (NOT shape ? 'maxItems' OR jsonb_array_length(given) <= (shape ->> 'maxItems')::integer)
        AND NOT EXISTS (
          SELECT FROM jsonb_array_elements(given) one WHERE NOT rca.fits(one, shape -> 'items'));
    WHEN 'object' THEN
      RETURN NOT EXISTS (
          SELECT FROM jsonb_array_elements_text(coalesce(shape -> 'required', '[]')) name WHERE NOT given ? name)
        AND NOT EXISTS (
          SELECT FROM jsonb_each(given) m
          WHERE NOT CASE
            WHEN coalesce(shape -> 'properties', '{}') ? m.key THEN rca.fits(m.value, shape -> 'properties' -> m.key)
            WHEN jsonb_typeof(others) = 'object' THEN rca.fits(m.value, others)
            ELSE false
          END);
    ELSE
      RETURN true;
  END CASE;
END
$$;
--> statement-breakpoint
-- The facts that templates name of a body; none of a template over a member that is missing or null.
CREATE FUNCTION rca.facts_of(templates jsonb, body jsonb) RETURNS text[] LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  template jsonb;
  part jsonb;
  place text[];
  words text[];
  facts text[];
  found text[] := '{}';
BEGIN
  FOR template IN SELECT t FROM jsonb_array_elements(templates) t LOOP
    facts := ARRAY[''];
    FOR part IN SELECT p FROM jsonb_array_elements(template) p LOOP
      IF jsonb_typeof(part) = 'string' THEN
        words := ARRAY[part #>> '{}'];
      ELSE
        place := ARRAY(SELECT jsonb_array_elements_text(part -> 'at'));
        IF part ? 'list' THEN
          words := ARRAY(
            SELECT m #>> place
            FROM jsonb_array_elements(body #> ARRAY(SELECT jsonb_array_elements_text(part -> 'list'))) m
            WHERE m #>> place IS NOT NULL);
        ELSIF body #>> place IS NULL THEN
          words := '{}';
        ELSIF part ? 'less' THEN
          words := ARRAY[((body #>> place)::numeric - 1)::text];
        ELSE
          words := ARRAY[body #>> place];
        END IF;
      END IF;
      facts := ARRAY(SELECT f || w FROM unnest(facts) f, unnest(words) w);
    END LOOP;
    found := found || facts;
  END LOOP;
  RETURN found;
END
$$;
--> statement-breakpoint
-- A line as an entry; null for what is none: no JSON, not canonical, another member, another version, no time.
CREATE FUNCTION rca.entry_in(line text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry jsonb;
  at text;
BEGIN
  entry := line::jsonb;
  IF jsonb_typeof(entry) IS DISTINCT FROM 'object' OR strpos(line, '"__proto__":') > 0 THEN
    RETURN NULL;
  END IF;
  at := entry ->> 'at';
  IF entry - ARRAY['v', 'seq', 'at', 'type', 'actor', 'body', 'prev'] <> '{}'
     OR entry -> 'v' IS DISTINCT FROM '1' OR jsonb_typeof(entry -> 'seq') IS DISTINCT FROM 'number'
     OR jsonb_typeof(entry -> 'at') IS DISTINCT FROM 'string'
     OR jsonb_typeof(entry -> 'type') IS DISTINCT FROM 'string'
     OR jsonb_typeof(entry -> 'actor') IS DISTINCT FROM 'string' OR entry ->> 'actor' = ''
     OR jsonb_typeof(entry -> 'body') IS DISTINCT FROM 'object'
     OR jsonb_typeof(entry -> 'prev') IS DISTINCT FROM 'string'
     OR rca.canonical(entry) IS DISTINCT FROM line
     OR at !~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{3})?Z$'
     OR at::timestamptz IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN entry;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Enters what an entry changes of what stands.
CREATE FUNCTION rca.enter_facts(wanted text, entry jsonb) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  rules jsonb := (SELECT t.rules FROM rca.entry_types t WHERE t.type = entry ->> 'type');
  body jsonb := entry -> 'body';
BEGIN
  -- What was missing is told once.
  INSERT INTO rca.ledger_facts (incident, fact)
    SELECT wanted, f
    FROM unnest(rca.facts_of((rules -> 'needs') || (rules -> 'once') || (rules -> 'gives'), body)) f
    ON CONFLICT DO NOTHING;
  DELETE FROM rca.ledger_facts f
    WHERE f.incident = wanted AND f.fact = ANY (rca.facts_of(rules -> 'ends', body));
END
$$;
--> statement-breakpoint
-- Why an entry may not bear this time now, by this database's clock; null when it may. Where that clock was set back, an
-- entry bears the time of the one before. A ledger that is restored is inserted at one go and brings its times along.
CREATE FUNCTION rca.time_fault(wanted text, at timestamptz, latest timestamptz) RETURNS text LANGUAGE sql
SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM rca.ledger l WHERE l.incident = wanted AND l.seq = 0 AND l.xmin = pg_current_xact_id()::xid
    ) THEN NULL
    WHEN at < transaction_timestamp() - interval '1 minute' THEN 'is dated back: the clock of the database is later'
    WHEN at > greatest(latest, clock_timestamp() + interval '1 minute')
      THEN 'is dated ahead of the clock of the database'
  END
$$;
--> statement-breakpoint
-- Why a line may not be the next of an incident; null when it may. The same rules as src/ledger.
CREATE FUNCTION rca.entry_fault(wanted text, place integer, line text) RETURNS text LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry jsonb := rca.entry_in(line);
  body jsonb := entry -> 'body';
  kind text := entry ->> 'type';
  at timestamptz := (entry ->> 'at')::timestamptz;
  head rca.ledger_heads := (SELECT h FROM rca.ledger_heads h WHERE h.incident = wanted);
  before text := (SELECT l.line FROM rca.ledger l WHERE l.incident = wanted AND l.seq = place - 1);
  rules jsonb := (SELECT t.rules FROM rca.entry_types t WHERE t.type = kind);
  asked text;
BEGIN
  IF entry IS NULL THEN
    RETURN 'is not a ledger entry of version 1';
  END IF;
  IF place <> coalesce(head.size, 0) OR entry -> 'seq' <> to_jsonb(place) THEN
    RETURN format('has sequence number %s, the next is %s', entry ->> 'seq', coalesce(head.size, 0));
  END IF;
  IF entry ->> 'prev' IS DISTINCT FROM (CASE WHEN place = 0 THEN repeat('0', 64) ELSE rca.digest(before) END) THEN
    RETURN 'does not link to the line before';
  END IF;
  IF place > 0 AND rca.entry_in(before) IS NULL THEN
    RETURN 'stands behind a line that is no entry';
  END IF;
  IF rules IS NULL THEN
    RETURN format('is of the unknown type %s', to_json(kind));
  END IF;
  IF NOT rca.fits(body, rules -> 'body') THEN
    RETURN format('is no %s', kind);
  END IF;
  -- Between two clocks that are both meant to be right, as src/ledger tolerates it.
  IF at < head.latest - interval '5 minutes' THEN
    RETURN format('is of %s, before an earlier entry', entry ->> 'at');
  END IF;
  FOREACH asked IN ARRAY rca.facts_of(rules -> 'needs', body) LOOP
    IF NOT EXISTS (SELECT FROM rca.ledger_facts f WHERE f.incident = wanted AND f.fact = asked) THEN
      RETURN format('(%s) needs what no entry before it gives: %s', kind, asked);
    END IF;
  END LOOP;
  FOREACH asked IN ARRAY rca.facts_of(rules -> 'once', body) LOOP
    IF EXISTS (SELECT FROM rca.ledger_facts f WHERE f.incident = wanted AND f.fact = asked) THEN
      RETURN format('(%s) states again what is stated once: %s', kind, asked);
    END IF;
  END LOOP;
  FOREACH asked IN ARRAY rca.facts_of(rules -> 'bars', body) LOOP
    IF EXISTS (
      SELECT FROM rca.ledger_facts f
      WHERE f.incident = wanted
        AND CASE WHEN right(asked, 1) = '…' THEN starts_with(f.fact, left(asked, -1))
          ELSE f.fact = asked END
    ) THEN
      RETURN format('(%s) may not stand where %s', kind, regexp_replace(asked, ': …$', ''));
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION rca.judge_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry jsonb := rca.entry_in(NEW.line);
  fault text;
BEGIN
  IF TG_RELID <> 'rca.ledger'::regclass THEN
    RAISE EXCEPTION 'entries stand in rca.ledger alone' USING ERRCODE = 'RCA10';
  END IF;
  -- Two who add at once take turns.
  PERFORM FROM rca.incidents i WHERE i.id = NEW.incident FOR UPDATE;
  fault := rca.entry_fault(NEW.incident, NEW.seq, NEW.line);
  IF fault IS NULL AND NOT pg_has_role(session_user, current_user, 'USAGE') THEN
    fault := rca.time_fault(NEW.incident, (entry ->> 'at')::timestamptz,
      (SELECT h.latest FROM rca.ledger_heads h WHERE h.incident = NEW.incident));
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION 'entry % of the ledger of % %', NEW.seq, NEW.incident, fault USING ERRCODE = 'RCA10';
  END IF;
  PERFORM rca.enter_facts(NEW.incident, entry);
  INSERT INTO rca.ledger_heads (incident, size, latest) VALUES (NEW.incident, 1, (entry ->> 'at')::timestamptz)
    ON CONFLICT (incident) DO UPDATE
    SET size = rca.ledger_heads.size + 1, latest = greatest(rca.ledger_heads.latest, excluded.latest);
  RETURN NULL;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rca.judge_entry() FROM PUBLIC;
--> statement-breakpoint
-- What stands of an incident, from its ledger as it is, also where that breaks a rule: rca verify --store names what
-- does. For the owner, who has repaired a ledger while the trigger was off.
CREATE FUNCTION rca.read_ledger_anew(wanted text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old record;
  entry jsonb;
  newest timestamptz;
BEGIN
  DELETE FROM rca.ledger_facts f WHERE f.incident = wanted;
  DELETE FROM rca.ledger_heads h WHERE h.incident = wanted;
  FOR old IN SELECT l.line FROM rca.ledger l WHERE l.incident = wanted ORDER BY l.seq LOOP
    entry := rca.entry_in(old.line);
    newest := greatest(newest, (entry ->> 'at')::timestamptz);
    IF EXISTS (
      SELECT FROM rca.entry_types t WHERE t.type = entry ->> 'type' AND rca.fits(entry -> 'body', t.rules -> 'body')
    ) THEN
      PERFORM rca.enter_facts(wanted, entry);
    END IF;
  END LOOP;
  INSERT INTO rca.ledger_heads (incident, size, latest)
    SELECT wanted, max(l.seq) + 1, newest FROM rca.ledger l WHERE l.incident = wanted HAVING count(*) > 0;
END
$$;
--> statement-breakpoint
SELECT rca.read_ledger_anew(i.id) FROM rca.incidents i;
--> statement-breakpoint
-- After, not before: what an ON CONFLICT leaves out is not judged, and states nothing.
CREATE TRIGGER ledger_judged AFTER INSERT ON rca.ledger FOR EACH ROW EXECUTE FUNCTION rca.judge_entry();
