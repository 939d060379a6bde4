import { inOrder } from '../tables/columns.ts';

/** Every endpoint that members of a team can be allowed to call. */
export const everyPermission = inOrder(`
  /key/generate /key/update /key/delete /key/info /key/regenerate /key/service-account/generate /key/{key_id}/regenerate /key/list
  /key/block /key/unblock /key/bulk_update /team/key/bulk_update /team/daily/activity /team/daily/activity/aggregated
  /team/daily/activity/aggregated/keys /team/daily/activity/aggregated/search /team/daily/activity/aggregated/model_top_keys
  /team/daily/activity/export /spend/logs /spend/logs/v2 /key/{key_id}/reset_spend /key/aliases /key/access_group_assignment
  /auto_router/manage`);
