using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Explanations;

/// <summary>Explains the patches of a service: the object that each changes, and the fields.</summary>
internal static class PatchExplainer
{
    public static void Explain(DecisionLog log, ServiceSettings settings)
    {
        for (var i = 0; i < settings.Patches.Length; i++)
        {
            var patch = settings.Patches[i];
            var change = patch.Merge is { } merge
                ? DecisionLog.Format(merge.Node)
                : string.Join(", ", patch.Json.Select(operation => $"{ScalarType.EnumName(operation.Op.ToString())} {operation.Path}"));
            log.Add(
                new Explanation(
                    $"patches[{i}]",
                    $"{patch.Kind}{(patch.Name is { } name ? $" {name}" : "")}: {change}",
                    $"{log.GetReason(log.At("patches"))}; it changes what the settings yield",
                    DecisionLog.Format(patch.Location)
                )
            );
        }
    }
}
