using System.Collections.Immutable;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.K3s;

/// <summary>A port that a container of a cluster takes on its machine.</summary>
/// <param name="Cluster">The cluster's key; null for the only one.</param>
/// <param name="User">What takes it: a node, or a load balancer.</param>
/// <param name="Machine">The names and addresses of the machine.</param>
/// <param name="Address">The address on which it listens.</param>
/// <param name="Port">The port.</param>
/// <param name="At">The setting that it follows from.</param>
internal sealed record UsedPort(string? Cluster, string User, ImmutableHashSet<string> Machine, string Address, int Port, SettingsPath At)
{
    /// <summary>Whether two containers cannot both have their port.</summary>
    public bool Conflicts(UsedPort other) =>
        Port == other.Port
        && Machine.Overlaps(other.Machine)
        && (Address == other.Address || K3sAddresses.IsAny(Address) || K3sAddresses.IsAny(other.Address));
}
