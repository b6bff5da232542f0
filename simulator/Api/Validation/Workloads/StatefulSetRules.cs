using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for stateful sets.</summary>
internal static class StatefulSetRules
{
    private const string UpdateRule =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private static readonly string[] _mutable =
    [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];

    public static void Check(Candidate candidate)
    {
        CheckSpec(candidate);
        if (!candidate.IsNew)
        {
            CheckUpdate(candidate);
        }
    }

    private static void CheckSpec(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var management = spec.Text("podManagementPolicy") ?? "";
        if (management.Length == 0)
        {
            errors.Required("spec.podManagementPolicy");
        }
        else if (management is not ("OrderedReady" or "Parallel"))
        {
            errors.Invalid("spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
        }

        CheckStrategy(spec.Map("updateStrategy") ?? [], errors);
        foreach (var field in (ReadOnlySpan<string>)["whenDeleted", "whenScaled"])
        {
            if (spec.Text("persistentVolumeClaimRetentionPolicy", field) is { } policy and not ("Retain" or "Delete"))
            {
                errors.NotSupported($"spec.persistentVolumeClaimRetentionPolicy.{field}", policy, "Retain", "Delete");
            }
        }

        if (candidate.IsNew)
        {
            foreach (var (index, claim) in spec.Objects("volumeClaimTemplates").Index())
            {
                ClaimRules.CheckSpec(claim.Map("spec") ?? [], null, $"spec.volumeClaimTemplates[{index}].spec", errors);
            }
        }

        NumberRules.CheckNotNegative(spec, "replicas", "spec", errors);
        NumberRules.CheckNotNegative(spec, "minReadySeconds", "spec", errors);
        if (spec.Map("ordinals") is { } ordinals)
        {
            NumberRules.CheckNotNegative(ordinals, "start", "spec.ordinals", errors);
        }

        if (candidate.IsNew && spec.Text("serviceName") is { Length: > 0 } service)
        {
            errors.InvalidAll("spec.serviceName", service, ObjectNames.LabelProblems(service));
        }

        CheckSelectorAndTemplate(candidate);
        TemplateRules.CheckRunsForever(spec.Map("template"), "StatefulSet", errors);
    }

    private static void CheckSelectorAndTemplate(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (!SelectorRules.CheckPresent(spec.Map("selector"), "statefulset", errors))
        {
            errors.Invalid("spec.selector", spec.Map("selector")?.Clone(), "");
            return;
        }

        SelectorRules.CheckMatch(spec, candidate.Current, errors);
        PodRules.CheckTemplate(AsCreated(spec), "spec.template", errors);
        PodRules.CheckTemplateMetadata(spec.Map("template"), "spec.template", errors);
    }

    /// <summary>
    /// The template without the names that the controller sets, and with the volumes of the claims, which replace its own volumes of the
    /// same names.
    /// </summary>
    private static JsonObject AsCreated(JsonObject spec)
    {
        var template = spec.Map("template")?.Clone() ?? [];
        template.Map("spec")?.Remove("subdomain");
        template.Map("spec")?.Remove("hostname");
        var names = spec.Objects("volumeClaimTemplates").Select(claim => claim.Text("metadata", "name") ?? "").ToList();
        if (names.Count == 0)
        {
            return template;
        }

        var podSpec = template.GetOrAddObject("spec");
        var own = podSpec.Objects("volumes").Where(volume => !names.Contains(volume.Text("name") ?? "")).Select(volume => volume.Clone());
        podSpec["volumes"] = new JsonArray([.. names.Select(CreateVolume), .. own]);
        return template;
    }

    private static JsonObject CreateVolume(string claim) =>
        new()
        {
            ["name"] = claim,
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
        };

    private static void CheckStrategy(JsonObject strategy, FieldErrors errors)
    {
        const string Path = "spec.updateStrategy";
        var type = strategy.Text("type") ?? "";
        var rolling = strategy.Map("rollingUpdate");
        switch (type)
        {
            case "":
                errors.Required(Path);
                break;
            case "OnDelete" when rolling is not null:
                errors.Invalid(
                    $"{Path}.rollingUpdate",
                    InternalForm.Create("RollingUpdateStatefulSetStrategy", rolling),
                    "only allowed for updateStrategy 'RollingUpdate'"
                );
                break;
            case "OnDelete":
                break;
            case "RollingUpdate" when rolling is not null:
                NumberRules.CheckNotNegative(rolling, "partition", $"{Path}.rollingUpdate", errors);
                break;
            case "RollingUpdate":
                break;
            default:
                errors.Invalid(Path, InternalForm.Create("StatefulSetUpdateStrategy", strategy), "must be 'RollingUpdate' or 'OnDelete'");
                break;
        }
    }

    private static void CheckUpdate(Candidate candidate)
    {
        var (before, after) = (candidate.Current!.Spec.Clone(), candidate.Spec.Clone());
        foreach (var field in _mutable)
        {
            before.Remove(field);
            after.Remove(field);
        }

        if (!JsonNode.DeepEquals(before, after))
        {
            candidate.Errors.Forbidden("spec", UpdateRule);
        }
    }
}
