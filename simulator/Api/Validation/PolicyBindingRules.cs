using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ValidatingAdmissionPolicyBindings, and the refusal of MutatingAdmissionPolicies.</summary>
internal static class PolicyBindingRules
{
    private static readonly string[] _actions = ["Audit", "Deny", "Warn"];

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var policy = spec.Text("policyName") ?? "";
        if (policy.Length == 0)
        {
            errors.Required("spec.policyName");
        }
        else
        {
            foreach (var problem in ObjectNames.SubdomainProblems(policy))
            {
                errors.Invalid("spec.policyName", policy, problem);
            }
        }

        if (spec.Map("paramRef") is { } reference)
        {
            CheckParamRef(reference, errors);
        }

        if (spec.Map("matchResources") is { } resources)
        {
            // Kubernetes spells the path of these errors like this.
            MatchRules.CheckResources(resources, "spec.matchResouces", errors);
        }

        CheckActions(spec, "spec.validationActions", errors);
    }

    /// <summary>Refuses a MutatingAdmissionPolicy: the simulated cluster applies none.</summary>
    public static void RefuseMutating(Candidate candidate) =>
        candidate.Errors.Forbidden("spec", "the simulated cluster does not apply MutatingAdmissionPolicies");

    private static void CheckParamRef(JsonObject reference, FieldErrors errors)
    {
        const string Path = "spec.paramRef";
        const string Exclusive = "name and selector are mutually exclusive";
        var (name, selector) = (reference.Text("name") ?? "", reference.Map("selector"));
        foreach (var problem in MatchRules.FindSegmentProblems(name))
        {
            errors.Invalid($"{Path}.name", name, problem);
        }

        if (name.Length > 0 && selector is not null)
        {
            errors.Forbidden($"{Path}.name", Exclusive);
        }

        LabelRules.CheckSelector(selector, $"{Path}.selector", errors);
        if (name.Length > 0 && selector is not null)
        {
            errors.Forbidden($"{Path}.selector", Exclusive);
        }

        if (name.Length == 0 && selector is null)
        {
            errors.Required(Path, "one of name or selector must be specified");
        }

        if (reference.Text("parameterNotFoundAction") is not { Length: > 0 })
        {
            errors.Required($"{Path}.parameterNotFoundAction");
        }
        else
        {
            MatchRules.CheckOneOf(reference, "parameterNotFoundAction", Path, errors, "Deny", "Allow");
        }
    }

    private static void CheckActions(JsonObject spec, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in (spec.Array("validationActions") ?? []).Index())
        {
            var action = item?.ToString() ?? "";
            if (!_actions.Contains(action))
            {
                errors.NotSupported($"{path}[{index}]", action, _actions);
            }

            if (!seen.Add(action))
            {
                errors.Duplicate($"{path}[{index}]", action);
            }
        }
        if (seen.Contains("Deny") && seen.Contains("Warn"))
        {
            errors.Invalid(
                path,
                spec["validationActions"]?.DeepClone(),
                "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers "
                    + "serves no purpose)"
            );
        }

        if (seen.Count == 0)
        {
            errors.Required(path, "at least one validation action is required");
        }
    }
}
