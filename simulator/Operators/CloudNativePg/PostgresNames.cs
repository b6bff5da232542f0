using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>The names and labels of CloudNativePG.</summary>
internal static class PostgresNames
{
    public const string ClusterLabel = "cnpg.io/cluster";
    public const string InstanceRoleLabel = "cnpg.io/instanceRole";
    public const int Port = 5432;

    public static readonly GroupResource Clusters = Kind("clusters");

    public static GroupResource Kind(string plural) => new("postgresql.cnpg.io", plural);

    /// <summary>The labels of all objects of a cluster.</summary>
    public static Dictionary<string, string> Labels(string cluster) =>
        new()
        {
            [ClusterLabel] = cluster,
            ["app.kubernetes.io/name"] = "postgresql",
            ["app.kubernetes.io/instance"] = cluster,
            ["app.kubernetes.io/component"] = "database",
            ["app.kubernetes.io/managed-by"] = "cloudnative-pg",
        };
}
