import { inOrder } from '../tables/columns.ts';

/** Every variable that a callback may have. The proxy prints them in no certain order. */
export const knownVariables = inOrder(`
  litellm_disabled_callbacks gcs_bucket_name arize_space_key arize_success_sampling_rate wandb_api_key dd_agent_port dd_api_key
  signoz_ingestion_endpoint signoz_ingestion_key newrelic_region langfuse_secret_key weave_project_id langfuse_span_scope dd_agent_host
  langfuse_prompt_version arize_api_key langsmith_sampling_rate gcs_path_service_account langfuse_host langfuse_secret langsmith_api_key
  posthog_api_key langfuse_environment langsmith_base_url arize_otlp_protocol dd_site humanloop_api_key langsmith_tenant_id
  langsmith_project turn_off_message_logging langfuse_public_key newrelic_api_key arize_error_sampling_rate arize_space_id
  posthog_api_url`);
