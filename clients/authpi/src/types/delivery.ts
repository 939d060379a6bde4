// Written by tools/authpi-client from the contract of the API; change that, and run it again.

/** Something that was sent to a webhook, or was to be. Instants are Unix milliseconds. */
export interface WebhookDeliveriesListItem {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly status: string;
  readonly attempt_count: number;
  readonly first_attempted_at: number | null;
  readonly last_attempted_at: number | null;
  readonly next_attempt_at: number | null;
  readonly retry_workflow_id: string | null;
  readonly attempt_budget: number | null;
  readonly last_error: string | null;
  readonly last_response_status: number | null;
  readonly created_at: number;
  readonly updated_at: number | null;
}

/** A delivery that was sent again. Instants are Unix milliseconds. */
export interface WebhookDeliveriesRedeliverResponse {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly status: string;
  readonly attempt_count: number;
  readonly first_attempted_at: number | null;
  readonly last_attempted_at: number | null;
  readonly next_attempt_at: number | null;
  readonly retry_workflow_id: string | null;
  readonly attempt_budget: number | null;
  readonly last_error: string | null;
  readonly last_response_status: number | null;
  readonly created_at: number;
  readonly updated_at: number | null;
  readonly success: boolean;
}
