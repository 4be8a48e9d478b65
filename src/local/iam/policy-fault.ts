/** Thrown when a policy document breaks the grammar; the message is worded as IAM words it. */
export class PolicyFault extends Error {
  constructor(message = 'Syntax errors in policy.') {
    super(message);
    this.name = 'PolicyFault';
  }
}
