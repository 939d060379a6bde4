// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';

/** A way to pay. Its fields are not documented. */
export type PaymentMethod = Fields;

/** One line of the credit ledger. Amounts are millionths of a US dollar. Instants are Unix milliseconds. */
export interface CreditLedgerEntry {
  readonly id: string;
  readonly type: string;
  readonly amount_μusd: number;
  readonly balance_after_μusd: number;
  readonly operation?: string | null;
  readonly reference?: string | null;
  readonly related_entry_id?: string | null;
  readonly expires_at?: number | null;
  readonly created_at: number;
  readonly dimension?: string | null;
  readonly config_version?: string | null;
  readonly external_reference?: string | null;
  readonly settled_total_μusd?: number | null;
}

/** One kind of use within a period. */
export interface UsageDimensionLine {
  readonly dimension?: string | null;
  readonly operation?: string | null;
  readonly config_version?: string | null;
  readonly line_count: number;
  readonly amount_μusd: number;
  readonly count?: number | null;
}

/** The use of one period. */
export interface UsageByDimension {
  readonly period: string;
  readonly lines: readonly UsageDimensionLine[];
}

/** What a period is likely to cost. */
export interface AccountUsageEstimate {
  readonly period: string;
  readonly as_of: number;
  readonly trial: boolean;
  readonly billing_profile: string;
  readonly estimate: boolean;
  readonly total_μusd: number;
  readonly lines: readonly Fields[];
}

/** An invoice. */
export interface AccountInvoice {
  readonly period: string;
  readonly status: string | null;
  readonly total_μusd: number | null;
  readonly external_reference: string | null;
  readonly hosted_invoice_url: string | null;
  readonly invoice_pdf: string | null;
}

/** Credits that were put in. Amounts are millionths of a US dollar. */
export interface CreditsCreateTopupResponse {
  readonly balance_μusd: number;
  readonly entry_id: string;
  readonly duplicate: boolean;
  readonly payment_reference: string;
}

/** What Stripe needs to ask for a card. */
export interface PaymentMethodsSetupIntentStripeResponse {
  readonly client_secret: Secret;
  readonly customer_id: string;
}
