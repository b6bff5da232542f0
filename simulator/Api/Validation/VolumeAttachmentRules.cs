using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for VolumeAttachments.</summary>
internal static class VolumeAttachmentRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CsiRules.CheckDriverName(spec.Text("attacher") ?? "", "spec.attacher", errors);
        CheckSource(spec.Map("source") ?? [], errors);
        var node = spec.Text("nodeName") ?? "";
        errors.InvalidAll("spec.nodeName", node, ObjectNames.SubdomainProblems(node));
        if (spec.Text("source", "persistentVolumeName") is { } volume)
        {
            errors.InvalidAll("spec.source.persistentVolumeName", volume, ObjectNames.SubdomainProblems(volume));
        }

        if (candidate.Changes("spec"))
        {
            errors.Invalid("spec", CreateInternalForm(spec), "field is immutable");
        }
    }

    private static void CheckSource(JsonObject source, FieldErrors errors)
    {
        const string Path = "spec.source";
        var (volume, inline) = (source.Text("persistentVolumeName"), source.Map("inlineVolumeSpec"));
        if (volume is null == inline is null)
        {
            var message = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
            if (volume is null)
            {
                errors.Required(Path, message);
            }
            else
            {
                errors.Forbidden(Path, message);
            }
        }
        else if (volume is not null)
        {
            if (volume.Length == 0)
            {
                errors.Required($"{Path}.persistentVolumeName", "must specify non empty persistentVolumeName");
            }
        }
        else
        {
            PersistentVolumeRules.CheckSpec(inline!, $"{Path}.inlineVolumeSpec", isInline: true, errors);
        }
    }

    private static JsonObject CreateInternalForm(JsonObject spec) =>
        new()
        {
            ["Attacher"] = spec.Text("attacher") ?? "",
            ["Source"] = new JsonObject
            {
                ["PersistentVolumeName"] = spec.Node("source", "persistentVolumeName")?.DeepClone(),
                ["InlineVolumeSpec"] = spec.Node("source", "inlineVolumeSpec")?.DeepClone(),
            },
            ["NodeName"] = spec.Text("nodeName") ?? "",
        };
}
