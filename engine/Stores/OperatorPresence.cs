using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Kubernetes;

namespace Infra.Engine.Stores;

/// <summary>Says what an operator's pods do while an object of a command has no status.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="backups">The operator.</param>
/// <param name="subject">The object.</param>
/// <param name="note">Receives the explanations.</param>
internal sealed class OperatorPresence(StoreCluster cluster, OperatorBackups backups, string subject, Action<string> note)
{
    /// <summary>When a command says what it waits for.</summary>
    private static readonly TimeSpan NoticeAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long an operator may need to start.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _limit = cluster.Limit > StartLimit ? cluster.Limit.Value : StartLimit;
    private TimeSpan _nextCheck = NoticeAfter;

    /// <summary>
    /// Explains the waiting, and again after each further limit of time while one of the operator's pods is ready; otherwise ends it.
    /// </summary>
    /// <param name="waited">How long the command has waited.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="InvalidOperationRequestException">The operator does not run, and has had enough time to start.</exception>
    public async Task ExplainAsync(TimeSpan waited, CancellationToken cancellationToken)
    {
        if (waited < _nextCheck)
        {
            return;
        }

        var (pods, isReady) = await DescribePodsAsync(cancellationToken);
        if (waited >= _limit && !isReady)
        {
            throw new InvalidOperationRequestException(
                $"{backups.Name} has not started {subject} within {GoDuration.Format(_limit)} (pods: {pods}). "
                    + "It processes it once it runs; delete the object to cancel"
            );
        }

        note($"Waiting for {backups.Name}: {subject} has no status (pods: {pods})");
        _nextCheck = waited < _limit ? _limit : waited + _limit;
    }

    private async Task<(string Text, bool IsReady)> DescribePodsAsync(CancellationToken cancellationToken)
    {
        JsonObject? found;
        try
        {
            found = await cluster.FindAsync(
                $"api/v1/pods?labelSelector={Uri.EscapeDataString(backups.Pods)}",
                $"the pods of {backups.Name}",
                cancellationToken
            );
        }
        catch (InvalidOperationRequestException error)
        {
            // Who may back a store up need not be allowed to read other namespaces.
            return (error.Message, false);
        }

        JsonObject[] pods = [.. (found?["items"]?.AsArray() ?? []).OfType<JsonObject>()];
        return pods.Length == 0
            ? ($"none in any namespace, by the label {backups.Pods}", false)
            : (string.Join(", ", pods.Select(Describe).Order(StringComparer.Ordinal)), Array.Exists(pods, IsReady));
    }

    private static bool IsReady(JsonObject pod) =>
        (pod["status"]?["conditions"]?.AsArray() ?? []).Any(condition =>
            (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True"
        );

    private static string Describe(JsonObject pod)
    {
        var state = IsReady(pod) ? "ready" : $"{(string?)pod["status"]?["phase"] ?? "Pending"}, not ready";
        return $"{pod["metadata"]!["namespace"]}/{pod["metadata"]!["name"]} ({state})";
    }
}
