/** One access key. */
export const singleKeyRoute = '/access-keys/{id}';
/** The experimental metrics: their failures have a meaning of their own. */
export const metricsRoute = '/experimental/server/metrics';
