using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// Checks pods against the Pod Security standards in the labels of their namespace: rejects pods that violate the enforced level, and warns
/// about pods and pod templates that violate the warn level.
/// </summary>
internal sealed class PodSecurityAdmission(ObjectStore store)
{
    private const string LabelPrefix = "pod-security.kubernetes.io/";

    public void Check(AdmissionRequest request)
    {
        if (!request.Kind.Namespaced || request.Subresource.Length > 0 || FindPodSpec(request) is not { } spec)
        {
            return;
        }

        var labels = store.Find(GroupResource.Namespaces, "", request.Namespace)?.Labels;
        if (labels is null)
        {
            return;
        }

        var isPod = request.Resource == GroupResource.Pods;
        if (
            isPod
            && (request.IsCreate || !JsonNode.DeepEquals(request.Current!.Body["spec"], request.Body["spec"]))
            && FindViolations(labels, "enforce", spec) is { } enforced
        )
        {
            throw request.Forbid($"violates PodSecurity {enforced}");
        }

        if (FindViolations(labels, "warn", spec) is { } warning && (request.IsCreate || !isPod))
        {
            request.Options.Warnings.Add($"would violate PodSecurity {warning}");
        }
    }

    private static string? FindViolations(IReadOnlyDictionary<string, string> labels, string mode, JsonObject spec)
    {
        var level = labels.GetValueOrDefault(LabelPrefix + mode);
        if (level is not ("baseline" or "restricted"))
        {
            return null;
        }

        var version = labels.GetValueOrDefault($"{LabelPrefix}{mode}-version") ?? "latest";
        var violations = PodSecurityStandard.Check(level == "restricted", spec).ToList();
        return violations.Count == 0 ? null : $"\"{level}:{version}\": {string.Join(", ", violations)}";
    }

    private static JsonObject? FindPodSpec(AdmissionRequest request) =>
        (request.Kind.Group, request.Kind.Plural) switch
        {
            ("", "pods") => request.Body.Map("spec"),


            ("", "replicationcontrollers")
            or
            ("apps", "deployments" or "replicasets" or "statefulsets" or "daemonsets")
            or ("batch", "jobs") => request.Body.Map("spec", "template", "spec"),
            ("batch", "cronjobs") => request.Body.Map("spec", "jobTemplate", "spec", "template", "spec"),
            ("", "podtemplates") => request.Body.Map("template", "spec"),
            _ => null,
        };
}
