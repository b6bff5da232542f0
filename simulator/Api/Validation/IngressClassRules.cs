using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ingress classes.</summary>
internal static partial class IngressClassRules
{
    private const int MaximumControllerLength = 250;
    private const string PathForm = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var controller = spec.Text("controller") ?? "";
        if (candidate.Changes("spec", "controller"))
        {
            errors.Invalid("spec.controller", controller, "field is immutable");
        }

        CheckController(controller, errors);
        if (spec.Map("parameters") is { } parameters)
        {
            IngressRules.CheckReference(parameters, "spec.parameters", errors);
            CheckScope(parameters, errors);
        }
    }

    private static void CheckController(string controller, FieldErrors errors)
    {
        const string Path = "spec.controller";
        if (controller.Length == 0)
        {
            errors.Required(Path);
            return;
        }

        if (controller.Length > MaximumControllerLength)
        {
            errors.Add(FieldError.TooLong(Path, MaximumControllerLength));
        }

        if (controller.Split('/', 2) is not [{ Length: > 0 } host, { Length: > 0 } rest])
        {
            errors.Invalid(Path, controller, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }

        errors.InvalidAll(Path, host, ObjectNames.SubdomainProblems(host));
        if (!ValidPath().IsMatch(rest))
        {
            errors.Invalid(Path, rest, $"Invalid path (regex used for validation is '{PathForm}')");
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

    [GeneratedRegex($"^{PathForm}$")]
    private static partial Regex ValidPath();
}
