import { crmTables, financeTables, type Table } from './tables.ts';

/** Tables with a part of their own. */
export const parts = {
  geography: ['shipments', 'store_locations'],
  forbidden: ['orders_2024', 'customers', 'invoices'],
  mismatch: ['payments'],
  outage: ['contacts', 'leads', 'exchange_rates'],
  odd: ['journal_entries'],
  failedBefore: ['audit_log'],
  silent: ['purchase_orders'],
  /** A storm of three causes, and what the first of them breaks later. */
  denied: ['campaign_members', 'campaigns', 'case_comments', 'cases', 'email_events'],
  partitioned: ['activities', 'surveys', 'tickets', 'visits'],
  unlucky: ['churn_scores', 'nps_answers'],
  leak: ['phone_calls', 'meetings'],
} as const satisfies Record<string, readonly Table[]>;

const cast = new Set<Table>(Object.values(parts).flat());
/** All others, which just get done. */
const extras = {
  finance: financeTables.filter((table) => !cast.has(table)),
  crm: crmTables.filter((table) => !cast.has(table)),
};

export const finance = (from: number, to?: number): readonly Table[] =>
  extras.finance.slice(from, to);
export const crm = (from: number, to?: number): readonly Table[] => extras.crm.slice(from, to);
