using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>
/// Checks pods against the Pod Security standards in the labels of their namespace: rejects pods that violate the enforced level, and warns
/// about pods and pod templates that violate the warn level.
/// </summary>
internal sealed class PodSecurityAdmission(ObjectStore store)
{
    private readonly NamespaceSecurity _namespaces = new(store);

    public void Check(AdmissionRequest request)
    {
        if (request.Resource == GroupResource.Namespaces && request.Subresource.Length == 0)
        {
            _namespaces.Check(request);
        }
        else if (request.Kind is { Namespaced: true, Custom: null } && FindTemplate(request) is { } template)
        {
            CheckPod(request, template);
        }
    }

    private void CheckPod(AdmissionRequest request, JsonObject template)
    {
        var isPod = request.Resource == GroupResource.Pods;
        var isIgnored = isPod
            ? request.Subresource is "binding" or "status" || (!request.IsCreate && !ChangesImages(request.Current!.Spec, request.Spec))
            : request.Subresource.Length > 0;
        if (isIgnored || store.Find(GroupResource.Namespaces, "", request.Namespace) is not { } found)
        {
            return;
        }

        var policy = SecurityPolicy.Parse(found.Labels);
        var (annotations, spec) = (template.Map("metadata", "annotations"), template.Map("spec") ?? []);
        if (isPod && SecurityStandard.Check(policy.Enforce, annotations, spec) is { Count: > 0 } violations)
        {
            throw request.Forbid($"violates PodSecurity \"{policy.Enforce}\": {string.Join(", ", violations)}");
        }

        if (SecurityStandard.Check(policy.Warn, annotations, spec) is { Count: > 0 } warnings)
        {
            request.Options.Warnings.Add($"would violate PodSecurity \"{policy.Warn}\": {string.Join(", ", warnings)}");
        }
    }

    /// <summary>Whether an update of a pod adds containers or changes images, which is all that can violate a standard.</summary>
    private static bool ChangesImages(JsonObject before, JsonObject after)
    {
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (!before.Objects(list).Select(ImageOf).SequenceEqual(after.Objects(list).Select(ImageOf)))
            {
                return true;
            }
        }

        var known = before.Objects("ephemeralContainers").Select(container => (container.Text("name"), ImageOf(container))).ToHashSet();
        return after.Objects("ephemeralContainers").Any(container => !known.Contains((container.Text("name"), ImageOf(container))));
    }

    private static string? ImageOf(JsonObject container) => container.Text("image");

    private static JsonObject? FindTemplate(AdmissionRequest request) =>
        (request.Kind.Group, request.Kind.Plural) switch
        {
            ("", "pods") => request.Body,
            ("", "podtemplates") => request.Body.Map("template"),
            ("", "replicationcontrollers") => request.Body.Map("spec", "template"),
            ("apps", "deployments" or "replicasets" or "statefulsets" or "daemonsets") => request.Body.Map("spec", "template"),
            ("batch", "jobs") => request.Body.Map("spec", "template"),
            ("batch", "cronjobs") => request.Body.Map("spec", "jobTemplate", "spec", "template"),
            _ => null,
        };
}
