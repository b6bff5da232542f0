using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for the templates of pods that run until they are deleted.</summary>
internal static class TemplateRules
{
    public static void Check(JsonObject? template, string kind, FieldErrors errors)
    {
        PodRules.CheckTemplate(template, "spec.template", errors);
        CheckRunsForever(template, kind, errors);
    }

    public static void CheckRunsForever(JsonObject? template, string kind, FieldErrors errors)
    {
        if (template.Text("spec", "restartPolicy") is var policy and not "Always")
        {
            errors.NotSupported("spec.template.spec.restartPolicy", policy ?? "", "Always");
        }

        if (template.Number("spec", "activeDeadlineSeconds") is not null)
        {
            errors.Forbidden("spec.template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {kind} is not Supported");
        }
    }
}
