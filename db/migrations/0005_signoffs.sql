-- One row for each entry about a sign-off: gives it its number and holds the words that the ledger must not.
CREATE TABLE rca.signoffs (
  incident text NOT NULL REFERENCES rca.incidents (id),
  number integer NOT NULL CHECK (number > 0),
  reason text,
  salt text,
  PRIMARY KEY (incident, number),
  CHECK ((reason IS NULL) = (salt IS NULL))
);
