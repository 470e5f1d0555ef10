/** An error in the AWS JSON protocol: `{"__type", "message"}` under an HTTP status. */
export class ServiceError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

export const nonexistent = (): ServiceError =>
  new ServiceError(
    'WAFNonexistentItemException',
    "AWS WAF couldn't perform the operation because your resource doesn't exist.",
  );

export const throttled = (): ServiceError => new ServiceError('ThrottlingException', 'Rate exceeded');
