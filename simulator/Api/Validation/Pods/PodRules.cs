using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for pods and pod templates.</summary>
internal static class PodRules
{
    public static void CheckPod(Candidate candidate)
    {
        if (candidate.Current is not null)
        {
            PodUpdateRules.Check(candidate);
            return;
        }

        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckContent(candidate);
        if (spec.Array("ephemeralContainers") is { Count: > 0 })
        {
            errors.Forbidden("spec.ephemeralContainers", "cannot be set on create");
        }

        if (spec.Text("nodeName") is { Length: > 0 } && spec.Array("schedulingGates") is { Count: > 0 })
        {
            errors.Forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared");
        }

        ProfileAnnotationRules.CheckAgreement(candidate.Body.Map("metadata", "annotations"), spec, "spec", errors);
    }

    /// <summary>Checks the annotations and the spec of a pod, on creation and on each update.</summary>
    public static void CheckContent(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        PodAnnotationRules.Check(candidate.Body.Map("metadata", "annotations"), spec, "metadata.annotations", errors);
        var scope = new PodScope(spec, "spec", candidate.Body.Text("metadata", "name") ?? "", errors);
        PodSpecRules.Check(scope);
        CheckTokens(scope);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (index, container) in spec.Objects(list).Index())
            {
                ContainerRules.CheckImagePadding(container, $"spec.{list}[{index}]", errors);
            }
        }
    }

    /// <summary>Checks the labels, annotations and spec of a pod template.</summary>
    public static void CheckTemplate(JsonObject? template, string path, FieldErrors errors)
    {
        var spec = template.Map("spec") ?? [];
        CheckTemplateMetadata(template, path, errors);
        PodSpecRules.Check(new PodScope(spec, $"{path}.spec", null, errors));
        ProfileAnnotationRules.CheckAgreement(template.Map("metadata", "annotations"), spec, $"{path}.spec", errors);
        if (spec.Array("ephemeralContainers") is { Count: > 0 })
        {
            errors.Forbidden($"{path}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    public static void CheckTemplateMetadata(JsonObject? template, string path, FieldErrors errors)
    {
        var annotations = template.Map("metadata", "annotations");
        LabelRules.Check(template.Map("metadata", "labels"), $"{path}.labels", errors);
        MetadataRules.CheckAnnotations(annotations, $"{path}.annotations", errors);
        PodAnnotationRules.Check(annotations, template.Map("spec") ?? [], $"{path}.annotations", errors);
    }

    public static void CheckPodTemplate(Candidate candidate) => CheckTemplate(candidate.Body.Map("template"), "template", candidate.Errors);

    private static void CheckTokens(PodScope scope)
    {
        if (scope.Spec.Text("serviceAccountName") is { Length: > 0 })
        {
            return;
        }

        foreach (var (index, volume) in scope.Spec.Objects("volumes").Index())
        {
            foreach (var (number, source) in volume.Objects("projected", "sources").Index())
            {
                if (source.ContainsKey("serviceAccountToken"))
                {
                    scope.Errors.Forbidden(
                        $"spec.volumes[{index}].projected.sources[{number}].serviceAccountToken",
                        "must not be specified when serviceAccountName is not set"
                    );
                }
            }
        }
    }
}
