using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>Decides which containers start again after an exit.</summary>
internal static class RestartRules
{
    /// <summary>Whether a container starts again: if one of its rules matches, else by its own policy, else by the pod's.</summary>
    /// <param name="container">The container's entry in the pod's spec.</param>
    /// <param name="type">Its type.</param>
    /// <param name="podPolicy">The pod's restart policy.</param>
    /// <param name="exitCode">Its exit code.</param>
    public static bool Restarts(JsonObject container, ContainerType type, string podPolicy, int exitCode)
    {
        if (container.Objects("restartPolicyRules").Any(rule => Matches(rule, exitCode)))
        {
            return true;
        }

        var policy = container.Text("restartPolicy") ?? podPolicy;
        return type switch
        {
            ContainerType.Sidecar => true,
            ContainerType.Init => exitCode != 0 && policy != "Never",
            _ => policy == "Always" || (policy == "OnFailure" && exitCode != 0),
        };
    }

    private static bool Matches(JsonObject rule, int exitCode)
    {
        var isListed = rule.Array("exitCodes", "values")?.Any(value => value.AsInteger() == exitCode) ?? false;
        return rule.Text("action") == "Restart"
            && rule.Text("exitCodes", "operator") switch
            {
                "In" => isListed,
                "NotIn" => !isListed,
                _ => false,
            };
    }
}
