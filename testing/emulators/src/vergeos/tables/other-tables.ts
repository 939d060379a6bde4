/** Tables that the real system has and this one has not: 501 instead of 404. */
export const otherTables: ReadonlySet<string> = new Set(
  `alarms auth_source_states billing catalog_logs catalog_repositories catalog_repository_logs catalog_repository_status catalogs
   certificates cloud_snapshot_tenants cloud_snapshot_vms cloud_snapshots cloudinit_files cluster_status cluster_tiers clusters files
   identities licenses logs machine_devices machine_drive_phys machine_drive_stats machine_drives machine_logs
   machine_nic_fabric_status machine_nic_stats machine_nic_status machine_nics machine_snapshots machine_stats machine_status machines
   node_drivers node_gpu_instances node_gpu_stats node_gpus node_host_gpu_devices node_lldp_neighbors node_memory
   node_nvidia_vgpu_devices node_nvidia_vgpu_profiles node_pci_devices node_queries node_sriov_nic_devices node_usb_devices nodes
   nvidia_vgpu_profiles oidc_application_groups oidc_application_logs oidc_application_users oidc_applications recipe_questions
   recipe_sections resource_groups resource_rules root_certificates service_container_queries settings shared_objects site_sync_stats
   site_sync_stats_history_long site_syncs_incoming site_syncs_incoming_logs site_syncs_incoming_verified site_syncs_outgoing
   site_syncs_outgoing_logs site_syncs_outgoing_profile_periods site_syncs_outgoing_queue site_syncs_outgoing_remote_snaps sites
   snapshot_profile_periods snapshot_profiles storage_tiers system_diagnostics tag_categories tag_members tags task_events
   task_schedule_triggers task_schedules task_scripts tasks tenant_dashboard tenant_layer2_vnets tenant_logs tenant_node_queries
   tenant_nodes tenant_recipe_instances tenant_recipe_logs tenant_recipes tenant_snapshots tenant_stats tenant_storage tenants
   update_branches update_dashboard update_logs update_packages update_settings update_source_packages update_source_status
   update_sources vm_actions vm_import_logs vm_imports vm_recipe_instances vm_recipe_logs vm_recipes vm_service_antivirus
   vm_service_users vm_services vnet_actions vnet_addresses vnet_cidrs vnet_dashboard vnet_dns_views vnet_dns_zone_records
   vnet_dns_zones vnet_hosts vnet_ipsec_connections vnet_ipsec_phase1s vnet_ipsec_phase2s vnet_proxy vnet_proxy_tenants vnet_queries
   vnet_rules vnet_wireguard_peers vnet_wireguards volume_antivirus volume_browser volume_cifs_shares volume_nfs_shares
   volume_snapshots volume_sync_actions volume_syncs volume_vm_exports volumes vsan_queries webhook_urls`.split(/\s+/),
);

/** Paths that were made for enabling and disabling, and are reported to answer 400. */
export const brokenActions: ReadonlySet<string> = new Set(['user_actions', 'group_actions']);
