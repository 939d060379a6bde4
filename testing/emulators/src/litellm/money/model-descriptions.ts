import { createHash } from 'node:crypto';
import { NotKnownError } from '../../kit/not-known.ts';
import { arranged, inOrder } from '../tables/columns.ts';
import { Float } from '../values/json.ts';
import type { Body } from '../values/json.ts';
import { isKnown, modelNamed } from './pricing.ts';

/** What the proxy knows of a model, in its order. Most of it is null. */
const facts = inOrder(`
  max_tokens max_input_tokens max_output_tokens input_cost_per_token input_cost_per_token_flex input_cost_per_token_priority
  input_cost_per_token_balanced input_cost_per_token_ultrafast cache_creation_input_token_cost
  cache_creation_input_token_cost_above_200k_tokens cache_creation_input_token_cost_above_272k_tokens
  cache_creation_input_token_cost_above_272k_tokens_priority cache_creation_input_token_cost_above_272k_tokens_flex
  cache_creation_input_token_cost_above_272k_tokens_ultrafast cache_creation_input_token_cost_flex
  cache_creation_input_token_cost_priority cache_creation_input_token_cost_ultrafast cache_read_input_token_cost
  cache_read_input_audio_token_cost prompt_cache_min_tokens cache_read_input_token_cost_above_200k_tokens
  cache_read_input_token_cost_above_200k_tokens_priority cache_read_input_token_cost_above_272k_tokens
  cache_read_input_token_cost_above_272k_tokens_priority cache_read_input_token_cost_above_272k_tokens_flex
  cache_read_input_token_cost_above_272k_tokens_ultrafast cache_read_input_token_cost_above_512k_tokens
  cache_read_input_token_cost_flex cache_read_input_token_cost_priority cache_read_input_token_cost_balanced
  cache_read_input_token_cost_ultrafast cache_read_input_token_cost_batches cache_read_input_token_cost_above_200k_tokens_batches
  cache_read_input_token_cost_above_272k_tokens_batches cache_creation_input_token_cost_batches
  cache_creation_input_token_cost_above_200k_tokens_batches cache_creation_input_token_cost_above_272k_tokens_batches
  cache_creation_input_token_cost_above_1hr off_peak_pricing input_cost_per_character input_cost_per_token_above_128k_tokens
  input_cost_per_token_above_200k_tokens input_cost_per_token_above_200k_tokens_priority input_cost_per_token_above_272k_tokens
  input_cost_per_token_above_272k_tokens_priority input_cost_per_token_above_272k_tokens_flex
  input_cost_per_token_above_272k_tokens_ultrafast input_cost_per_token_above_512k_tokens input_cost_per_query cost_per_second
  input_cost_per_second input_cost_per_audio_token input_cost_per_image_token input_cost_per_video_token
  input_cost_per_audio_token_batches input_cost_per_image_token_batches input_cost_per_image input_cost_per_audio_per_second
  input_cost_per_video_per_second input_cost_per_token_batches input_cost_per_video_token_batches
  input_cost_per_token_above_200k_tokens_batches input_cost_per_token_above_272k_tokens_batches output_cost_per_token_batches
  output_cost_per_token_above_200k_tokens_batches output_cost_per_token_above_272k_tokens_batches output_cost_per_token
  output_cost_per_token_flex output_cost_per_token_priority output_cost_per_token_balanced output_cost_per_token_ultrafast
  regional_processing_uplift_multiplier_eu regional_processing_uplift_multiplier_us regional_endpoint_uplift_multiplier
  output_cost_per_audio_token output_cost_per_character output_cost_per_reasoning_token output_cost_per_reasoning_token_flex
  output_cost_per_reasoning_token_priority output_cost_per_token_above_128k_tokens output_cost_per_character_above_128k_tokens
  output_cost_per_token_above_200k_tokens output_cost_per_token_above_200k_tokens_priority output_cost_per_token_above_272k_tokens
  output_cost_per_token_above_272k_tokens_priority output_cost_per_token_above_272k_tokens_flex
  output_cost_per_token_above_272k_tokens_ultrafast output_cost_per_token_above_512k_tokens output_cost_per_second
  output_cost_per_second_1080p output_cost_per_second_480p output_cost_per_second_720p output_cost_per_second_768p
  output_cost_per_second_2k output_cost_per_second_4k output_cost_per_video_per_second output_cost_per_image output_cost_per_pixel
  output_cost_per_image_token output_cost_per_image_token_batches output_cost_per_video_token output_vector_size
  citation_cost_per_token tiered_pricing litellm_provider mode supported_endpoints supports_system_messages supports_response_schema
  supports_vision supports_function_calling supports_parallel_function_calling supports_tool_choice supports_assistant_prefill
  supports_prompt_caching supports_prompt_cache_breakpoint supports_thinking_cache_preservation supports_audio_input
  supports_video_input supports_box_questions supports_audio_output supports_pdf_input supports_embedding_image_input
  supports_native_streaming supports_native_structured_output supports_web_search supports_url_context supports_reasoning
  supports_adaptive_thinking supports_legacy_thinking thinking_always_on supports_tool_search supports_mid_conversation_system
  supports_anthropic_thinking_payload supports_anthropic_compaction supports_none_reasoning_effort supports_minimal_reasoning_effort
  supports_low_reasoning_effort supports_xhigh_reasoning_effort supports_max_reasoning_effort reasoning_effort_levels
  default_reasoning_effort bedrock_output_config_effort_ceiling bedrock_converse_supports_strict_tools supports_regex_lookaround
  supports_computer_use search_context_cost_per_query web_search_billing_unit search_free_requests
  google_maps_grounding_cost_per_query tpm rpm ocr_cost_per_page ocr_cost_per_page_batches ocr_cost_per_credit
  annotation_cost_per_page annotation_cost_per_page_batches provider_specific_entry uses_embed_content supports_image_size
  supported_audio_formats token_count_framing token_count_model token_count_tokenizer vertex_ai_audio_api supported_openai_params`);

/** What a client of OpenAI's API may say to these models. */
const parameters = inOrder(`
  frequency_penalty logit_bias logprobs top_logprobs max_tokens max_completion_tokens modalities prediction n presence_penalty seed
  stop stream stream_options temperature top_p tools tool_choice function_call functions max_retries extra_headers parallel_tool_calls
  audio web_search_options service_tier safety_identifier prompt_cache_key prompt_cache_retention store response_format
  reasoning_effort`);

const groupNames = inOrder(`
  model_group providers max_input_tokens max_output_tokens input_cost_per_token output_cost_per_token input_cost_per_pixel mode tpm
  rpm itpm otpm supports_parallel_function_calling supports_vision supports_web_search supports_url_context supports_reasoning
  supports_function_calling supports_fast_mode supported_reasoning_efforts supported_openai_params configurable_clientside_auth_params
  is_public_model_group health_status health_response_time health_checked_at`);

const abilities = {
  supports_system_messages: true,
  supports_response_schema: true,
  supports_vision: true,
  supports_function_calling: true,
  supports_parallel_function_calling: true,
  supports_tool_choice: true,
  supports_prompt_caching: true,
  supports_pdf_input: true,
};

const search = { search_context_size_high: 0.025, search_context_size_low: 0.025, search_context_size_medium: 0.025 };

/** What differs between the models: the id that the proxy made of the recorded configuration, and prices. */
const own: Readonly<Record<string, { readonly id: string; readonly prices: Readonly<Record<string, number>>; readonly facts: Body }>> = {
  'gpt-4o': {
    id: 'f596c2ee3a0822e6b57ce6689a390420a77bae0c50ba8aae7e7a2201d0e11f1c',
    prices: {
      input_cost_per_token_priority: 4.25e-6,
      cache_read_input_token_cost: 1.25e-6,
      cache_read_input_token_cost_priority: 2.125e-6,
      input_cost_per_token_batches: 1.25e-6,
      output_cost_per_token_batches: 5e-6,
      output_cost_per_token_priority: 1.7e-5,
    },
    facts: {},
  },
  'gpt-4o-mini': {
    id: '4510e69c5b9453a6966b8a2f8ba3d4f591810ead38470a13d8bad77cebbcb77e',
    prices: {
      input_cost_per_token_priority: 2.5e-7,
      cache_read_input_token_cost: 7.5e-8,
      cache_read_input_token_cost_priority: 1.25e-7,
      input_cost_per_token_batches: 7.5e-8,
      output_cost_per_token_batches: 3e-7,
      output_cost_per_token_priority: 1e-6,
    },
    facts: { search_context_cost_per_query: floats(search) },
  },
};

/** Who may use a model, as the proxy tells it to users. */
export interface ModelAccess {
  /** The teams by which; absent for keys without a user. */
  readonly access_via_team_ids?: readonly string[];
  readonly direct_access: boolean;
}

/** The id of a model behind the proxy. @throws {NotKnownError} for other models than the recorded ones */
export function modelId(name: string): string {
  const { id } = own[name] ?? {};
  if (id === undefined) throw new NotKnownError(`how the model "${name}" is described`);
  return id;
}

/** The same for calls, which say nothing else of a model: one whose id was never seen gets one. */
export function idOfCalled(name: string): string {
  return own[name]?.id ?? createHash('sha256').update(name).digest('hex');
}

/**
 * A model behind the proxy with all that is known of it.
 *
 * @param isAlone - whether it was asked for by its id; then who may use it comes last.
 * @throws {NotKnownError}
 */
export function deploymentBody(name: string, { access, isAlone }: { readonly access: ModelAccess; readonly isAlone: boolean }): Body {
  const { prompt, completion, maxInputTokens, maxOutputTokens } = modelNamed(name);
  const { prices = {}, facts: more = {} } = own[name] ?? {};
  const known = arranged(facts, {
    max_tokens: maxOutputTokens,
    max_input_tokens: maxInputTokens,
    max_output_tokens: maxOutputTokens,
    ...floats({ ...prices, input_cost_per_token: prompt, output_cost_per_token: completion }),
    litellm_provider: 'openai',
    mode: 'chat',
    ...abilities,
    ...(more as Readonly<Record<string, Body>>), // written above
    supported_openai_params: parameters,
  });
  return {
    model_name: name,
    litellm_params: {
      allow_client_keepalive_override: false,
      use_in_pass_through: false,
      use_litellm_proxy: false,
      use_xai_oauth: false,
      merge_reasoning_content_in_choices: false,
      mock_response: 'hello',
      model: `openai/${name}`,
    },
    model_info: {
      id: modelId(name),
      db_model: false,
      member_auto_router: false,
      ...(isAlone ? {} : access),
      pricing_overrides: [],
      key: name,
      ...known,
      ...access,
    },
  };
}

/** All models of one name together; a name that nothing stands behind has hardly more than its name. */
export function groupBody(name: string, isThere: boolean): Body {
  if (isThere && !isKnown(name)) throw new NotKnownError(`how the model "${name}" is described`);
  const { prompt, completion, maxInputTokens, maxOutputTokens } = modelNamed(name);
  return arranged(groupNames, {
    model_group: name,
    providers: isThere ? ['openai'] : [],
    ...(isThere
      ? floats({
          max_input_tokens: maxInputTokens,
          max_output_tokens: maxOutputTokens,
          input_cost_per_token: prompt,
          output_cost_per_token: completion,
        })
      : {}),
    mode: 'chat',
    supports_parallel_function_calling: isThere,
    supports_vision: isThere,
    supports_web_search: false,
    supports_url_context: false,
    supports_reasoning: false,
    supports_function_calling: isThere,
    supports_fast_mode: false,
    supported_reasoning_efforts: isThere ? [] : null,
    supported_openai_params: isThere ? parameters : [],
    is_public_model_group: false,
  });
}

function floats(values: Readonly<Record<string, number>>): Readonly<Record<string, Body>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Float(value)]));
}
