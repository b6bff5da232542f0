using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>A level of the Pod Security standards.</summary>
internal enum SecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

/// <summary>A level with its version.</summary>
/// <param name="Level">The level.</param>
/// <param name="Minor">The minor version of Kubernetes 1; null for the latest.</param>
internal sealed record VersionedLevel(SecurityLevel Level, int? Minor)
{
    public static readonly VersionedLevel Privileged = new(SecurityLevel.Privileged, null);

    /// <summary>The form of messages, such as <c>baseline:v1.30</c>.</summary>
    public override string ToString() =>
        Level.ToString().ToLowerInvariant()
        + (Minor is { } minor ? string.Create(CultureInfo.InvariantCulture, $":v1.{minor}") : ":latest");
}

/// <summary>The Pod Security policy in the labels of a namespace.</summary>
/// <param name="Enforce">Pods that violate this level are rejected.</param>
/// <param name="Warn">Pods and pod templates that violate this level cause warnings.</param>
/// <param name="Errors">The labels with an invalid value.</param>
internal sealed partial record SecurityPolicy(VersionedLevel Enforce, VersionedLevel Warn, IReadOnlyList<FieldError> Errors)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    public static SecurityPolicy Parse(IReadOnlyDictionary<string, string> labels)
    {
        var errors = new List<FieldError>();
        var enforce = ParseLevel(labels, "enforce", SecurityLevel.Restricted, errors);
        var enforceVersion = ParseVersion(labels, "enforce", errors);
        ParseLevel(labels, "audit", SecurityLevel.Privileged, errors);
        ParseVersion(labels, "audit", errors);
        var warn = ParseLevel(labels, "warn", SecurityLevel.Privileged, errors);
        var warnVersion = ParseVersion(labels, "warn", errors);
        var enforced = new VersionedLevel(enforce, enforceVersion);
        var isEnforceValid = !errors.Exists(error => error.Path == $"metadata.labels[{Prefix}enforce]");
        if (labels.ContainsKey(Prefix + "warn") || !isEnforceValid || enforce == SecurityLevel.Privileged)
        {
            return new SecurityPolicy(enforced, new VersionedLevel(warn, warnVersion), errors);
        }

        // A namespace without a level for warnings warns at the enforced one, for the sake of the templates in it.
        var version = labels.ContainsKey(Prefix + "warn-version") ? warnVersion : enforceVersion;
        return new SecurityPolicy(enforced, new VersionedLevel(enforce, version), errors);
    }

    private static SecurityLevel ParseLevel(
        IReadOnlyDictionary<string, string> labels,
        string mode,
        SecurityLevel whenInvalid,
        List<FieldError> errors
    )
    {
        if (!labels.TryGetValue(Prefix + mode, out var text))
        {
            return SecurityLevel.Privileged;
        }

        switch (text)
        {
            case "privileged":
                return SecurityLevel.Privileged;
            case "baseline":
                return SecurityLevel.Baseline;
            case "restricted":
                return SecurityLevel.Restricted;
            default:
                errors.Add(FieldError.Invalid(LabelPath(mode), text, "must be one of privileged, baseline, restricted"));
                return whenInvalid;
        }
    }

    private static int? ParseVersion(IReadOnlyDictionary<string, string> labels, string mode, List<FieldError> errors)
    {
        if (!labels.TryGetValue($"{Prefix}{mode}-version", out var text) || text == "latest")
        {
            return null;
        }

        if (VersionForm().Match(text) is { Success: true } match)
        {
            return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }

        errors.Add(FieldError.Invalid(LabelPath($"{mode}-version"), text, "must be \"latest\" or \"v1.x\""));
        return null;
    }

    private static string LabelPath(string mode) => $"metadata.labels[{Prefix}{mode}]";

    [GeneratedRegex(@"^v1\.([0-9]|[1-9][0-9]{1,8})$")]
    private static partial Regex VersionForm();
}
