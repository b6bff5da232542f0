using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Preparation;

/// <summary>
/// Drops the fields of features that Kubernetes 1.36 disables by default. A stored object that uses a feature keeps it. The manager of a
/// dropped field remains in <c>managedFields</c>.
/// </summary>
internal static class DisabledFields
{
    public static void Drop(ResourceKind kind, JsonObject body, JsonObject? live)
    {
        if (kind.Custom is not null)
        {
            return;
        }

        if ((kind.Group, kind.Plural) == ("apps", "statefulsets"))
        {
            DropMaxUnavailable(body, live);
        }

        var path = FindPodSpec(kind);
        if (path.Length > 0 && body.Map(path) is { } spec && !UsesStopSignal(live.Map(path)))
        {
            DropStopSignals(spec);
        }
    }

    private static string[] FindPodSpec(ResourceKind kind) =>
        (kind.Group, kind.Plural) switch
        {
            ("", "pods") => ["spec"],
            ("", "podtemplates") => ["template", "spec"],
            ("", "replicationcontrollers") => ["spec", "template", "spec"],
            ("apps", "deployments" or "replicasets" or "statefulsets" or "daemonsets") => ["spec", "template", "spec"],
            ("batch", "jobs") => ["spec", "template", "spec"],
            ("batch", "cronjobs") => ["spec", "jobTemplate", "spec", "template", "spec"],
            _ => [],
        };

    private static void DropMaxUnavailable(JsonObject body, JsonObject? live)
    {
        string[] path = ["spec", "updateStrategy", "rollingUpdate"];
        if (live.Map(path)?.ContainsKey("maxUnavailable") != true)
        {
            body.Map(path)?.Remove("maxUnavailable");
        }
    }

    private static bool UsesStopSignal(JsonObject? spec) =>
        PodScope.ContainerLists.Any(list =>
            spec.Objects(list).Any(container => container.Map("lifecycle")?.ContainsKey("stopSignal") == true)
        );

    private static void DropStopSignals(JsonObject spec)
    {
        foreach (var container in PodScope.ContainerLists.SelectMany(list => spec.Objects(list)))
        {
            if (container.Map("lifecycle") is not { } lifecycle)
            {
                continue;
            }

            lifecycle.Remove("stopSignal");
            if (lifecycle.Count == 0)
            {
                container.Remove("lifecycle");
            }
        }
    }
}
