using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Adds default tolerations of five minutes for nodes that are not ready or unreachable.</summary>
internal static class PodTolerations
{
    private const long DefaultTolerationSeconds = 300;

    public static void AddDefaults(JsonObject spec)
    {
        foreach (var key in (ReadOnlySpan<string>)["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            if (!IsTolerated(spec, key))
            {
                Add(spec, key);
            }
        }
    }

    private static bool IsTolerated(JsonObject spec, string key)
    {
        foreach (var toleration in spec.Objects("tolerations"))
        {
            var keyMatches = toleration.Text("key") is null or "" || toleration.Text("key") == key;
            if (keyMatches && (toleration.Text("effect") is null or "" or "NoExecute"))
            {
                return true;
            }
        }
        return false;
    }

    private static void Add(JsonObject spec, string key)
    {
        if (spec.Array("tolerations") is not { } tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        tolerations.Add(
            new JsonObject
            {
                ["key"] = key,
                ["operator"] = "Exists",
                ["effect"] = "NoExecute",
                ["tolerationSeconds"] = DefaultTolerationSeconds,
            }
        );
    }
}
