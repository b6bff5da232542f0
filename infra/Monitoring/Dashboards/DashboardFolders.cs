namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The folders of dashboards in Grafana.</summary>
internal static class DashboardFolders
{
    public const string Services = "services";
    public const string Cluster = "cluster";
    public const string Monitoring = "monitoring";
}
