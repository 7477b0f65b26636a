/** Gives a Redis URL as it may be printed: its password is `***`. */
export function maskedUrl(url: string): string {
  if (!URL.canParse(url)) return url.replace(/^([^/]*\/\/[^:@/]*):[^@/]*@/, '$1:***@'); // it names several servers
  const masked = new URL(url);
  if (masked.password !== '') masked.password = '***';
  for (const name of masked.searchParams.keys())
    if (/pass|secret|token/i.test(name)) masked.searchParams.set(name, '***');
  return masked.href;
}
