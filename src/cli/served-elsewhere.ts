/** Thrown inside a command to say that another process holds the store and should run it. */
export class ServedElsewhere extends Error {
  readonly home: string;

  constructor(home: string) {
    super(`rca serve holds ${home}`);
    this.home = home;
  }
}
