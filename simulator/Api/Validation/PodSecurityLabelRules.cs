using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the labels by which a namespace selects Pod Security Standards.</summary>
internal static partial class PodSecurityLabelRules
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>Checks the labels if they are new or changed.</summary>
    public static void Check(JsonObject body, JsonObject? before, FieldErrors errors)
    {
        if (before is not null && Labels(before).SequenceEqual(Labels(body)))
        {
            return;
        }

        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            CheckLevel(body, Prefix + mode, errors);
            CheckVersion(body, $"{Prefix}{mode}-version", errors);
        }
    }

    private static IEnumerable<string?> Labels(JsonObject body) =>
        new[] { "enforce", "enforce-version", "audit", "audit-version", "warn", "warn-version" }.Select(mode =>
            body.Text("metadata", "labels", Prefix + mode)
        );

    private static void CheckLevel(JsonObject body, string label, FieldErrors errors)
    {
        if (body.Text("metadata", "labels", label) is { } level and not ("privileged" or "baseline" or "restricted"))
        {
            errors.Invalid($"metadata.labels[{label}]", level, "must be one of privileged, baseline, restricted");
        }
    }

    private static void CheckVersion(JsonObject body, string label, FieldErrors errors)
    {
        if (body.Text("metadata", "labels", label) is { } version && version != "latest" && !Version().IsMatch(version))
        {
            errors.Invalid($"metadata.labels[{label}]", version, "must be \"latest\" or \"v1.x\"");
        }
    }

    [GeneratedRegex(@"^v1\.(0|[1-9][0-9]*)$")]
    private static partial Regex Version();
}
