using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The container runtimes of nodes, which the handlers of runtime classes select.</summary>
internal sealed class RuntimeHandlers(IClusterClient client)
{
    /// <summary>The reason of the event of a pod whose node lacks its handler.</summary>
    public const string FailureReason = "FailedCreatePodSandBox";

    /// <summary>How long the kubelet waits until it tries again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(15);

    private static readonly GroupResource _classes = new("node.k8s.io", "runtimeclasses");

    /// <summary>Creates <c>status.runtimeHandlers</c>: the default, which has no name, and the given ones.</summary>
    public static JsonArray ToJson(IEnumerable<string> handlers) =>
        [
            new JsonObject { ["name"] = "", ["features"] = CreateFeatures() },
            .. handlers
                .Distinct(StringComparer.Ordinal)
                .Select(handler => new JsonObject { ["name"] = handler, ["features"] = CreateFeatures() }),
        ];

    /// <summary>Returns why a node cannot create the sandbox of a pod; null if it can. A node that lists no handlers has all.</summary>
    public string? FindFailure(Pod pod, Node node)
    {
        if (pod.Source.Spec.Text("runtimeClassName") is not { Length: > 0 } name)
        {
            return null;
        }

        if (client.Find(_classes, "", name) is not { } found)
        {
            return $"Failed to create pod sandbox: runtimeclass.node.k8s.io \"{name}\" not found";
        }

        var handler = found.Body.Text("handler") ?? "";
        var known = node.Source.Status.Objects("runtimeHandlers").Select(runtime => runtime.Text("name")).ToList();
        return known.Count == 0 || known.Contains(handler)
            ? null
            : "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: "
                + $"no runtime for \"{handler}\" is configured";
    }

    private static JsonObject CreateFeatures() => new() { ["recursiveReadOnlyMounts"] = false, ["userNamespaces"] = false };
}
