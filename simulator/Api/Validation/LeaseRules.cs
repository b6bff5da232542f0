using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for leases and candidates for them.</summary>
internal static partial class LeaseRules
{
    private const string OldestEmulationVersion = "OldestEmulationVersion";

    public static void CheckLease(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.Number("leaseDurationSeconds") <= 0)
        {
            errors.Invalid("spec.leaseDurationSeconds", spec.Number("leaseDurationSeconds"), "must be greater than 0");
        }

        NumberRules.CheckNotNegative(spec, "leaseTransitions", "spec", errors);
        if (spec.Text("strategy") is { } strategy)
        {
            CheckStrategy(strategy, errors);
        }

        if (spec.Text("preferredHolder") is { Length: > 0 } && spec.Text("strategy") is null or "")
        {
            errors.Forbidden("spec.preferredHolder", "may only be specified if `strategy` is defined");
        }
    }

    public static void CheckCandidate(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.Text("leaseName") is null or "")
        {
            errors.Required("spec.leaseName");
        }

        var emulation = CheckVersion(spec, "emulationVersion", isRequired: false, errors);
        var binary = CheckVersion(spec, "binaryVersion", isRequired: true, errors);
        if (binary is not null && emulation is not null && binary < emulation)
        {
            errors.Invalid("spec.binaryVersion", spec.Text("binaryVersion"), "must be greater than or equal to `emulationVersion`");
        }

        var strategy = spec.Text("strategy") ?? "";
        if (strategy.Length == 0)
        {
            errors.Required("spec.strategy");
        }
        else
        {
            if (strategy == OldestEmulationVersion && emulation is null)
            {
                errors.Required("spec.emulationVersion", $"must be specified when `strategy` is '{OldestEmulationVersion}'");
            }

            CheckStrategy(strategy, errors);
        }

        if (candidate.Changes("spec", "leaseName"))
        {
            errors.Invalid("spec.leaseName", spec.Text("leaseName") ?? "", "field is immutable");
        }
    }

    private static void CheckStrategy(string strategy, FieldErrors errors)
    {
        if (strategy.Contains('/', StringComparison.Ordinal))
        {
            errors.InvalidAll("spec.strategy.strategy", strategy, ObjectNames.LabelKeyProblems(strategy));
        }
        else if (strategy != OldestEmulationVersion)
        {
            errors.NotSupported("spec.strategy.strategy", strategy, OldestEmulationVersion);
        }
    }

    private static Version? CheckVersion(JsonObject spec, string field, bool isRequired, FieldErrors errors)
    {
        var text = spec.Text(field) ?? "";
        if (text.Length == 0)
        {
            if (isRequired)
            {
                errors.Required($"spec.{field}");
            }

            return null;
        }

        if (SemanticVersion().Match(text) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out var version))
        {
            return version;
        }

        errors.Invalid($"spec.{field}", text, "must be a valid semantic version");
        return null;
    }

    [GeneratedRegex(@"^((?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*))(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex SemanticVersion();
}
