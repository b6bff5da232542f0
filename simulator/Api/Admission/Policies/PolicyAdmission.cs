using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>Applies ValidatingAdmissionPolicies to requests.</summary>
internal sealed class PolicyAdmission(ObjectStore store, ResourceCatalog catalog)
{
    public const string Group = "admissionregistration.k8s.io";
    private const ulong Budget = 10_000_000;
    private const int MaximumMessage = 5 * 1024;

    private static readonly GroupResource _policies = new(Group, "validatingadmissionpolicies");
    private static readonly GroupResource _bindings = new(Group, "validatingadmissionpolicybindings");

    private readonly RuleMatching _matching = new(store, catalog);
    private readonly PolicyParameters _parameters = new(store, catalog);
    private readonly Authorizer _authorizer = new(store);

    /// <summary>A reason to reject the request.</summary>
    private sealed record Denial(string Message, string Reason);

    /// <exception cref="StatusException">A policy denies the request.</exception>
    public void Check(PolicyRequest request)
    {
        if (request.Kind.Group == Group || IsReview(request.Kind))
        {
            return;
        }

        var policies = store.List(_policies).Items;
        if (policies.Count == 0)
        {
            return;
        }

        var denials = policies.SelectMany(policy => Apply(policy, request)).ToList();
        if (denials.Count > 0)
        {
            throw CreateRejection(request, denials[0]);
        }
    }

    private static bool IsReview(ResourceKind kind) => kind.Group is "authentication.k8s.io" or "authorization.k8s.io";

    private List<Denial> Apply(KubeObject policy, PolicyRequest request)
    {
        var denials = new List<Denial>();
        var constraints = policy.Spec.Map("matchConstraints");
        var bindings = store.List(_bindings).Items.Where(binding => binding.Spec.Text("policyName") == policy.Name).ToList();
        if (bindings.Count == 0 || !_matching.Matches(constraints, [.. constraints.Objects("resourceRules")], request))
        {
            return denials;
        }

        foreach (var binding in bindings)
        {
            var resources = binding.Spec.Map("matchResources");
            if (!_matching.Matches(resources, [.. resources.Objects("resourceRules")], request))
            {
                continue;
            }

            var prefix = $"ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}' denied request: ";
            try
            {
                foreach (var parameters in _parameters.Find(policy.Spec, binding.Spec, request))
                {
                    Evaluate(policy, binding, parameters, request, denial =>
                        denials.Add(denial with { Message = prefix + denial.Message })
                    );
                }
            }
            catch (PolicyConfigurationException error)
            {
                if (policy.Spec.Text("failurePolicy") != "Ignore")
                {
                    denials.Add(new Denial($"{prefix}failed to configure binding: {error.Message}", "Invalid"));
                }
            }
        }
        return denials;
    }

    private void Evaluate(KubeObject policy, KubeObject binding, JsonObject? parameters, PolicyRequest request, Action<Denial> deny)
    {
        var program = PolicyProgram.Get(policy.Body.Map("spec")!);
        var input = new PolicyInput(request, _matching.FindNamespace(request), parameters, _authorizer);
        var ignoresErrors = policy.Spec.Text("failurePolicy") == "Ignore";
        var actions = (binding.Spec.Array("validationActions") ?? []).Select(action => action?.ToString()).ToList();
        foreach (var (condition, given) in program.Conditions.Zip(policy.Spec.Objects("matchConditions")))
        {
            var value = input.Evaluate(condition, program.Variables);
            if (value is false)
            {
                return;
            }

            if (value is CelError error)
            {
                Fail(new Denial(Explain(given.Text("expression"), error), "Invalid"));
                return;
            }
        }
        foreach (var validation in program.Validations)
        {
            if (input.Cost > Budget)
            {
                Fail(new Denial("validation failed due to running out of cost budget, no further validation rules will be run", "Invalid"));
                return;
            }

            switch (input.Evaluate(validation.Program, program.Variables))
            {
                case true:
                    break;
                case CelError error:
                    Fail(new Denial(Explain(validation.Program.Source, error), "Invalid"));
                    break;
                default:
                    React(new Denial(CreateMessage(validation, program, input), validation.Reason));
                    break;
            }
        }

        CheckAnnotations(policy, program, input, ignoresErrors, deny);

        void Fail(Denial denial)
        {
            if (!ignoresErrors)
            {
                React(denial);
            }
        }

        void React(Denial denial)
        {
            if (actions.Contains("Deny"))
            {
                deny(denial);
            }

            if (actions.Contains("Warn"))
            {
                request.Options.Warnings.Add(
                    $"Validation failed for ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}': {denial.Message}"
                );
            }
        }
    }

    private static void CheckAnnotations(
        KubeObject policy,
        PolicyProgram program,
        PolicyInput input,
        bool ignoresErrors,
        Action<Denial> deny
    )
    {
        foreach (var annotation in program.Annotations)
        {
            if (input.Evaluate(annotation, program.Variables) is CelError error && !ignoresErrors)
            {
                deny(new Denial(Explain(annotation.Source, error), "Invalid"));
            }
        }
    }

    private static string CreateMessage(PolicyValidation validation, PolicyProgram program, PolicyInput input)
    {
        if (validation.MessageExpression is not { } expression || input.Evaluate(expression, program.Variables) is not string text)
        {
            return validation.Message;
        }

        var trimmed = text.Trim();
        return trimmed.Length is > 0 and <= MaximumMessage && !trimmed.Contains('\n', StringComparison.Ordinal)
            ? trimmed
            : validation.Message;
    }

    private static string Explain(string? expression, CelError error) => $"expression '{expression}' resulted in error: {error.Message}";

    private static StatusException CreateRejection(PolicyRequest request, Denial denial)
    {
        var forbidden = StatusException.Forbidden(
            request.Kind.Resource,
            request.Name,
            denial.Message,
            new JsonObject { ["message"] = denial.Message }
        );
        var code = denial.Reason switch
        {
            "Forbidden" => 403,
            "Unauthorized" => 401,
            "RequestEntityTooLarge" => 413,
            _ => 422,
        };
        return new StatusException(code, denial.Reason, forbidden.Message, forbidden.Details);
    }
}
