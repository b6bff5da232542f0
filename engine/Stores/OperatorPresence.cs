using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Kubernetes;

namespace Infra.Engine.Stores;

/// <summary>Says what an operator's pods do when it does not take up an object.</summary>
internal sealed class OperatorPresence(StoreCluster cluster)
{
    /// <summary>When a command says what it waits for.</summary>
    private static readonly TimeSpan NoticeAfter = TimeSpan.FromSeconds(10);

    /// <summary>When a command gives up: an operator that runs takes an object up at once.</summary>
    private static readonly TimeSpan EndAfter = TimeSpan.FromMinutes(5);

    /// <summary>Explains the waiting for an object without a status, and ends it.</summary>
    /// <param name="backups">The operator.</param>
    /// <param name="subject">The object.</param>
    /// <param name="waited">How long the command has waited.</param>
    /// <param name="note">Receives the explanation; null if it has been given.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Whether the explanation has been given.</returns>
    /// <exception cref="InvalidOperationRequestException">The operator had enough time.</exception>
    public async Task<bool> ExplainAsync(
        OperatorBackups backups,
        string subject,
        TimeSpan waited,
        Action<string>? note,
        CancellationToken cancellationToken
    )
    {
        if (waited >= EndAfter)
        {
            throw new InvalidOperationRequestException(
                $"{backups.Name} has not taken up {subject} in {GoDuration.Format(EndAfter)}: "
                    + await DescribePodsAsync(backups, cancellationToken)
                    + ". It carries the object out when it runs; delete the object if it should not"
            );
        }

        if (note is not null && waited >= NoticeAfter)
        {
            note($"Waiting for {backups.Name}, since {subject} has no status: {await DescribePodsAsync(backups, cancellationToken)}");
            return true;
        }

        return note is null;
    }

    private async Task<string> DescribePodsAsync(OperatorBackups backups, CancellationToken cancellationToken)
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
            return error.Message;
        }

        string[] pods = [.. (found?["items"]?.AsArray() ?? []).OfType<JsonObject>().Select(Describe)];
        return pods.Length == 0
            ? $"no namespace has a pod of it ({backups.Pods})"
            : $"its pods are {string.Join(", ", pods.Order(StringComparer.Ordinal))}";
    }

    private static string Describe(JsonObject pod)
    {
        var isReady = (pod["status"]?["conditions"]?.AsArray() ?? []).Any(condition =>
            (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True"
        );
        var state = isReady ? "ready" : $"{(string?)pod["status"]?["phase"] ?? "Pending"}, not ready";
        return $"{pod["metadata"]!["namespace"]}/{pod["metadata"]!["name"]} ({state})";
    }
}
