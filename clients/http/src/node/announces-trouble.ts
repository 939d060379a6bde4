/** Whether the server may drop the connection after an answer without saying so, or is about to. */
export function announcesTrouble(status: number): boolean {
  return status >= 500 || status === 408;
}
