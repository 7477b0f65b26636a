/** A URL that names several servers: those of a cluster, or the Sentinels that know a master. */
export const isServerListUrl = (url: string): boolean => /^rediss?\+(cluster|sentinel):\/\//.test(url);
