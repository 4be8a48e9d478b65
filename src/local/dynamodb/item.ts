/** An attribute's value as DynamoDB's JSON has it: `{ "S": "text" }`. */
type AttributeValue = Readonly<Record<string, unknown>>;

/** An item, or a key, as DynamoDB's JSON has it. */
export type Item = Readonly<Record<string, AttributeValue>>;
