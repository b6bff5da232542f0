using System.Collections.Immutable;

namespace Infra.Backend.Planning.K3s;

/// <summary>
/// What must not change in a cluster that runs: the names of its volumes, and where its nodes are. Members of etcd know each other by
/// their addresses, and find their data on their machines; servers know an agent by a password on its machine.
/// </summary>
internal static class K3sMove
{
    private const string Snapshot =
        "to move the cluster, restore a snapshot of etcd in a new one by 'k3s server --cluster-reset --cluster-reset-restore-path=<snapshot>'";

    /// <summary>Explains what would move: each setting, or null for the cluster, and the problem with it.</summary>
    /// <param name="former">The cluster that runs; null before the first update that succeeded.</param>
    /// <param name="wanted">The cluster that the settings describe.</param>
    public static IEnumerable<(string? Setting, string Problem)> FindProblems(K3sRecord? former, K3sRecord wanted)
    {
        if (former?.Name is { Length: > 0 } name && name != wanted.Name)
        {
            yield return (
                null,
                $"the containers and volumes of the cluster are named {name}-…, and those named {wanted.Name}-… would begin without its data; "
                    + $"restore the former name of the system and of the stack; {Snapshot}"
            );
        }

        string[] moved =
        [
            .. from server in former?.Servers ?? ImmutableSortedDictionary<string, K3sMember>.Empty
            let target = wanted.Servers.GetValueOrDefault(server.Key)
            where target is not null && target != server.Value
            select $"{server.Key} has {server.Value}, and would get {target}",
        ];
        if (moved.Length > 0)
        {
            var setting = wanted.Servers.Values.All(server => server.Engine == K3sRecord.LocalEngine) ? "subnet" : "hosts";
            yield return (
                setting,
                $"{string.Join("; ", moved)}: etcd knows its members by their addresses, and their data stays where it is; "
                    + $"restore the former {(setting == "subnet" ? "range" : "order, engines and addresses")}; {Snapshot}"
            );
        }

        string[] movedAgents =
        [
            .. from agent in former?.Agents ?? ImmutableSortedDictionary<string, string>.Empty
            let target = wanted.Agents.GetValueOrDefault(agent.Key)
            where target is not null && target != agent.Value
            select $"{agent.Key} runs on {agent.Value}, and would run on {target}",
        ];
        if (movedAgents.Length > 0)
        {
            yield return (
                "hosts",
                $"{string.Join("; ", movedAgents)}: the password by which the servers know a node stays on its machine, and so do its volumes; "
                    + "name the pools of the hosts or restore their order, or remove the nodes by a smaller 'count' first"
            );
        }
    }
}
