using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ingress classes.</summary>
internal static class IngressClassRules
{
    private const int MaximumControllerLength = 250;

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var controller = spec.Text("controller") ?? "";
        if (candidate.Changes("spec", "controller"))
        {
            errors.Invalid("spec.controller", controller, "field is immutable");
        }

        if (controller.Length > MaximumControllerLength)
        {
            errors.Add(FieldError.TooLong("spec.controller", MaximumControllerLength));
        }

        DomainPathRules.Check(controller, "spec.controller", errors);
        if (spec.Map("parameters") is { } parameters)
        {
            IngressRules.CheckReference(parameters, "spec.parameters", errors);
            CheckScope(parameters, errors);
        }
    }

    private static void CheckScope(JsonObject parameters, FieldErrors errors)
    {
        const string Path = "spec.parameters";
        var @namespace = parameters.Text("namespace");
        switch (parameters.Text("scope"))
        {
            case null:
                errors.Required($"{Path}.scope");
                break;
            case "Namespace" when @namespace is null:
                errors.Required($"{Path}.namespace", "`parameters.scope` is set to 'Namespace'");
                break;
            case "Namespace":
                errors.InvalidAll($"{Path}.namespace", @namespace, ObjectNames.LabelProblems(@namespace));
                break;
            case "Cluster" when @namespace is not null:
                errors.Forbidden($"{Path}.namespace", "`parameters.scope` is set to 'Cluster'");
                break;
            case "Cluster":
                break;
            case { } other:
                errors.NotSupported($"{Path}.scope", other, "Cluster", "Namespace");
                break;
        }
    }
}
