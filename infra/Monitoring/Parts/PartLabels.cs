using Infra.Backend.Planning;
using Pulumi;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>The labels of the parts' objects, and the selectors that match their pods.</summary>
internal static class PartLabels
{
    public static InputMap<string> Selector(string part, SystemIdentity system) => ServiceLabels.Selector(part, system);

    public static InputMap<string> ForPart(string part, SystemIdentity system)
    {
        var labels = ServiceLabels.ForSystem(system);
        labels["app.kubernetes.io/name"] = part;
        labels["app.kubernetes.io/component"] = "monitoring";
        return labels;
    }
}
