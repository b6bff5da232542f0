using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>
/// The containers of pods' specs, each distinct one in memory once: the pods of a template have the same containers. Volume mounts are
/// left out: no program reads them, and the name of the token's volume differs from pod to pod.
/// </summary>
internal sealed class ContainerSpecs
{
    private const int MaxKept = 1024;

    private readonly Dictionary<string, JsonObject> _specs = new(StringComparer.Ordinal);

    /// <summary>Returns an equal container without volume mounts, which retains nothing of the pod.</summary>
    public JsonObject Share(JsonObject container)
    {
        var own = new JsonObject();
        foreach (var (field, value) in container)
        {
            if (field != "volumeMounts")
            {
                own[field] = value?.DeepClone();
            }
        }

        var text = own.ToJsonString();
        if (_specs.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_specs.Count == MaxKept)
        {
            _specs.Clear();
        }

        return _specs[text] = (JsonObject)JsonNode.Parse(text)!;
    }
}
