/** How the boxes of the diagram are known to the script of the page, which marks the way of a request. */
export const keys = {
  gateway: 'gateway',
  listener: (listener: string): string => `listener ${listener}`,
  /** `subject` as `Kind namespace/name` */
  route: (listener: string, subject: string): string => `route ${listener} ${subject}`,
  targetGroup: (id: string): string => `target-group ${id}`,
  service: (targetGroup: string): string => `service ${targetGroup}`,
  answer: (words: string): string => `answer ${words}`,
};

/** The box of what the load balancer answers itself. */
export function keyOfAnswer(type: 'redirect' | 'fixed-response', statusCode: number): string {
  return keys.answer(`${type === 'redirect' ? 'redirect' : 'answer'} ${statusCode}`);
}
