using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>Validation rules for the specs of jobs, also in the templates of cron jobs.</summary>
internal static class JobSpecRules
{
    private const int MaximumParallelism = 100_000;
    private const int MaximumFailedIndexes = 100_000;
    private const int ManyCompletions = 100_000;
    private const int ParallelismOfMany = 10_000;
    private const int FailedIndexesOfMany = 10_000;
    private const string OfMany = "when completions are above 100000 and used with backoff limit per index";
    private const string NeedsIndexes = "requires indexed completion mode";

    private static readonly string[] _numbers =
    [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ];

    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var field in _numbers)
        {
            NumberRules.CheckNotNegative(spec, field, path, errors);
        }

        if (spec.ContainsKey("maxFailedIndexes") && !spec.ContainsKey("backoffLimitPerIndex"))
        {
            errors.Required($"{path}.backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }

        if (spec.Text("managedBy") is { } manager)
        {
            CheckManager(manager, $"{path}.managedBy", errors);
        }

        CheckCompletionMode(spec, path, errors);
        if (spec.ContainsKey("podFailurePolicy"))
        {
            FailurePolicyRules.Check(spec, $"{path}.podFailurePolicy", errors);
        }

        CheckSuccessPolicy(spec, $"{path}.successPolicy", errors);
        CheckReplacementPolicy(spec, $"{path}.podReplacementPolicy", errors);
        PodRules.CheckTemplate(spec.Map("template"), $"{path}.template", errors);
        CheckRestartPolicy(spec, $"{path}.template.spec.restartPolicy", errors);
    }

    private static void CheckManager(string manager, string path, FieldErrors errors)
    {
        DomainPathRules.Check(manager, path, errors);
        if (manager.Length > ObjectNames.LabelLength)
        {
            errors.Add(FieldError.TooLong(path, ObjectNames.LabelLength));
        }
    }

    private static void CheckCompletionMode(JsonObject spec, string path, FieldErrors errors)
    {
        var mode = spec.Text("completionMode");
        if (mode is not (null or "NonIndexed" or "Indexed"))
        {
            errors.NotSupported($"{path}.completionMode", mode, "NonIndexed", "Indexed");
        }

        if (mode == "Indexed")
        {
            CheckIndexed(spec, path, errors);
        }
        else if (mode is null or "NonIndexed")
        {
            foreach (var field in (ReadOnlySpan<string>)["backoffLimitPerIndex", "maxFailedIndexes"])
            {
                if (spec.Number(field) is { } number)
                {
                    errors.Invalid($"{path}.{field}", number, NeedsIndexes);
                }
            }
        }
    }

    private static void CheckIndexed(JsonObject spec, string path, FieldErrors errors)
    {
        var (completions, parallelism) = (spec.Number("completions"), spec.Number("parallelism"));
        var failed = spec.Number("maxFailedIndexes");
        if (completions is null)
        {
            errors.Required($"{path}.completions", "when completion mode is Indexed");
        }

        if (parallelism > MaximumParallelism)
        {
            errors.Invalid(
                $"{path}.parallelism",
                parallelism,
                $"must be less than or equal to {MaximumParallelism} when completion mode is Indexed"
            );
        }

        if (failed > completions)
        {
            errors.Invalid($"{path}.maxFailedIndexes", failed, "must be less than or equal to completions");
        }

        if (failed > MaximumFailedIndexes)
        {
            errors.Invalid($"{path}.maxFailedIndexes", failed, $"must be less than or equal to {MaximumFailedIndexes}");
        }

        if (completions is not > ManyCompletions || !spec.ContainsKey("backoffLimitPerIndex"))
        {
            return;
        }

        if (failed is null)
        {
            errors.Required($"{path}.maxFailedIndexes", $"must be specified when completions is above {ManyCompletions}");
        }

        if (parallelism > ParallelismOfMany)
        {
            errors.Invalid($"{path}.parallelism", parallelism, $"must be less than or equal to {ParallelismOfMany} {OfMany}");
        }

        if (failed > FailedIndexesOfMany)
        {
            errors.Invalid($"{path}.maxFailedIndexes", failed, $"must be less than or equal to {FailedIndexesOfMany} {OfMany}");
        }
    }

    private static void CheckSuccessPolicy(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Map("successPolicy") is not { } policy)
        {
            return;
        }

        if (spec.Text("completionMode") == "Indexed")
        {
            SuccessPolicyRules.Check(policy, spec.Number("completions") ?? 0, path, errors);
        }
        else
        {
            errors.Invalid(path, InternalForm.Create("SuccessPolicy", policy), NeedsIndexes);
        }
    }

    private static void CheckReplacementPolicy(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Text("podReplacementPolicy") is not { } policy)
        {
            return;
        }

        string[] supported = spec.ContainsKey("podFailurePolicy") ? ["Failed"] : ["Failed", "TerminatingOrFailed"];
        if (!supported.Contains(policy))
        {
            errors.NotSupported(path, policy, supported);
        }
    }

    private static void CheckRestartPolicy(JsonObject spec, string path, FieldErrors errors)
    {
        switch (spec.Text("template", "spec", "restartPolicy"))
        {
            case null or "" or "Always":
                errors.Required(path, "valid values: \"OnFailure\", \"Never\"");
                break;
            case "Never":
                break;
            case "OnFailure" when !spec.ContainsKey("podFailurePolicy"):
                break;
            case "OnFailure":
                errors.Invalid(path, "OnFailure", "only \"Never\" is supported when podFailurePolicy is specified");
                break;
            case var policy:
                errors.NotSupported(path, policy, "OnFailure", "Never");
                break;
        }
    }
}
