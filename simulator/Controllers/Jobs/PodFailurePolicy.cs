using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>What a rule of a pod failure policy does with a failed pod.</summary>
internal enum PodFailureAction
{
    /// <summary>Counts the failure, as without a policy.</summary>
    Count,

    /// <summary>Does not count the failure.</summary>
    Ignore,

    /// <summary>Fails the pod's index.</summary>
    FailIndex,

    /// <summary>Fails the Job.</summary>
    FailJob,
}

/// <summary>The first rule that matches a failed pod.</summary>
/// <param name="Action">The rule's action; <see cref="PodFailureAction.Count"/> if no rule matches.</param>
/// <param name="Message">The message of the Job's failure; null for other actions.</param>
internal readonly record struct PodFailureMatch(PodFailureAction Action, string? Message = null)
{
    /// <summary>Whether the failure counts towards the back-off limit.</summary>
    public bool IsCounted => Action != PodFailureAction.Ignore;
}

/// <summary><c>spec.podFailurePolicy</c> of a Job.</summary>
internal sealed class PodFailurePolicy(JsonObject policy)
{
    /// <summary>Finds the first rule that matches a failed pod.</summary>
    public PodFailureMatch Match(Pod pod)
    {
        foreach (var (index, rule) in policy.Objects("rules").Index())
        {
            var reason =
                rule.Map("onExitCodes") is { } exit ? DescribeExit(pod, exit)
                : rule.ContainsKey("onPodConditions") ? DescribeCondition(pod, rule)
                : null;
            if (reason is null || !Enum.TryParse<PodFailureAction>(rule.Text("action"), out var action))
            {
                continue;
            }

            return action == PodFailureAction.FailJob
                ? new PodFailureMatch(action, $"{reason} matching FailJob rule at index {index.ToString(CultureInfo.InvariantCulture)}")
                : new PodFailureMatch(action);
        }

        return new PodFailureMatch(PodFailureAction.Count);
    }

    private static string? DescribeExit(Pod pod, JsonObject requirement)
    {
        var values = (requirement.Array("values") ?? []).Select(value => value.AsInteger()).ToHashSet();
        var isListed = requirement.Text("operator") == "In";
        var container = requirement.Text("containerName");
        foreach (var list in (ReadOnlySpan<string>)["containerStatuses", "initContainerStatuses"])
        {
            foreach (var status in pod.Source.Status.Objects(list))
            {
                if (
                    status.Number("state", "terminated", "exitCode") is { } code and not 0
                    && (container is null || container == status.Text("name"))
                    && values.Contains(code) == isListed
                )
                {
                    return $"Container {status.Text("name")} for pod {pod.Namespace}/{pod.Name} failed with exit code "
                        + code.ToString(CultureInfo.InvariantCulture);
                }
            }
        }

        return null;
    }

    private static string? DescribeCondition(Pod pod, JsonObject rule) =>
        pod.Conditions.FirstOrDefault(condition =>
            rule.Objects("onPodConditions")
                .Any(pattern => pattern.Text("type") == condition.Type && (pattern.Text("status") ?? "True") == condition.Status)
        )
            is { } matched
            ? $"Pod {pod.Namespace}/{pod.Name} has condition {matched.Type}"
            : null;
}
