using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission.Policies;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ValidatingAdmissionPolicies.</summary>
internal static partial class AdmissionPolicyRules
{
    private const int MaximumAnnotations = 20;
    private const int MaximumValueExpression = 5 * 1024;
    private const string NoValidations = "validations or auditAnnotations must contain at least one item";

    private static readonly string[] _reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"];

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        MatchRules.CheckOneOf(spec, "failurePolicy", "spec", errors, "Fail", "Ignore");
        if (spec.Map("paramKind") is { } paramKind)
        {
            CheckParamKind(paramKind, "spec.paramKind", errors);
        }

        if (spec.Map("matchConstraints") is not { } constraints)
        {
            errors.Required("spec.matchConstraints");
        }
        else
        {
            MatchRules.CheckResources(constraints, "spec.matchConstraints", errors);
            if (constraints.Array("resourceRules") is null or { Count: 0 })
            {
                errors.Required("spec.matchConstraints.resourceRules");
            }
        }

        var hasParams = spec.Map("paramKind") is not null;
        if (candidate.IsNew || candidate.Changes("spec", "paramKind") || candidate.Changes("spec", "matchConditions"))
        {
            MatchConditionRules.Check(spec.Array("matchConditions"), hasParams, "spec.matchConditions", errors);
        }

        var compiler = new PolicyCompiler(hasParams, spec.Objects("variables").Any());
        foreach (var (index, variable) in spec.Objects("variables").Index())
        {
            CheckVariable(variable, compiler, $"spec.variables[{index}]", errors);
        }

        CheckValidations(candidate, compiler);
    }

    private static void CheckValidations(Candidate candidate, PolicyCompiler compiler)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var annotations = spec.Array("auditAnnotations") ?? [];
        if (annotations.Count == 0 && spec.Array("validations") is null or { Count: 0 })
        {
            errors.Required("spec.validations", NoValidations);
            errors.Required("spec.auditAnnotations", NoValidations);
            return;
        }

        foreach (var (index, validation) in (spec.Array("validations") ?? []).Index())
        {
            CheckValidation(validation as JsonObject ?? [], compiler, $"spec.validations[{index}]", errors);
        }

        if (annotations.Count > MaximumAnnotations)
        {
            errors.Invalid(
                "spec.auditAnnotations",
                annotations.DeepClone(),
                $"must not have more than {MaximumAnnotations} auditAnnotations"
            );
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in annotations.Index())
        {
            var annotation = item as JsonObject ?? [];
            var path = $"spec.auditAnnotations[{index}]";
            CheckAnnotation(candidate.Body.Text("metadata", "name") ?? "", annotation, compiler, path, errors);
            if (!keys.Add(annotation.Text("key") ?? ""))
            {
                errors.Duplicate($"{path}.key", annotation.Text("key") ?? "");
            }
        }
    }

    private static void CheckParamKind(JsonObject paramKind, string path, FieldErrors errors)
    {
        var apiVersion = paramKind.Text("apiVersion") ?? "";
        var parts =
            apiVersion is "" or "/" ? ["", ""]
            : apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')
            : ["", apiVersion];
        if (apiVersion.Length == 0)
        {
            errors.Required($"{path}.apiVersion");
        }
        else if (parts.Length > 2)
        {
            errors.Invalid($"{path}.apiVersion", apiVersion, $"unexpected GroupVersion string: {apiVersion}");
        }
        else
        {
            if (parts[0].Length > 0 && string.Join(',', ObjectNames.SubdomainProblems(parts[0])) is { Length: > 0 } problems)
            {
                errors.Invalid($"{path}.apiVersion", parts[0], problems);
            }

            if (parts[1].Length == 0)
            {
                errors.Invalid($"{path}.apiVersion", apiVersion, "version must be specified");
            }
            else if (string.Join(',', ObjectNames.Rfc1035LabelProblems(parts[1])) is { Length: > 0 } versionProblems)
            {
                errors.Invalid($"{path}.apiVersion", parts[1], versionProblems);
            }
        }

        var kind = paramKind.Text("kind") ?? "";
        if (kind.Length == 0)
        {
            errors.Required($"{path}.kind");
        }
        else if (string.Join(',', ObjectNames.Rfc1035LabelProblems(kind.ToLowerInvariant())) is { Length: > 0 } problems)
        {
            errors.Invalid($"{path}.kind", kind, "may have mixed case, but should otherwise match: " + problems);
        }
    }

    private static void CheckVariable(JsonObject variable, PolicyCompiler compiler, string path, FieldErrors errors)
    {
        var (name, expression) = (variable.Text("name") ?? "", variable.Text("expression") ?? "");
        if (name.Trim().Length == 0)
        {
            errors.Required($"{path}.name", "name is not specified");
        }
        else if (!Identifier().IsMatch(name) || CelKeywords.All.Contains(name))
        {
            errors.Invalid($"{path}.name", name, "name is not a valid CEL identifier");
        }

        if (expression.Trim().Length == 0)
        {
            errors.Required($"{path}.expression", "expression is not specified");
            return;
        }

        compiler.CompileVariable(name, expression, out var problem);
        AddProblem($"{path}.expression", expression, problem, errors);
    }

    private static void CheckValidation(JsonObject validation, PolicyCompiler compiler, string path, FieldErrors errors)
    {
        var expression = validation.Text("expression") ?? "";
        if (expression.Trim().Length == 0)
        {
            errors.Required($"{path}.expression", "expression is not specified");
        }
        else
        {
            compiler.Compile(expression, [CelType.Bool], hasAuthorizer: true, out var problem);
            AddProblem($"{path}.expression", expression, problem, errors);
        }

        if (validation.Text("messageExpression") is { Length: > 0 } messageExpression)
        {
            if (messageExpression.Trim().Length == 0)
            {
                errors.Invalid($"{path}.messageExpression", messageExpression, "must be non-empty if specified");
            }
            else
            {
                compiler.Compile(messageExpression, [CelType.String], hasAuthorizer: false, out var problem);
                AddProblem($"{path}.messageExpression", messageExpression, problem, errors);
            }
        }
        var message = validation.Text("message") ?? "";
        if (message.Length > 0 && message.Trim().Length == 0)
        {
            errors.Invalid($"{path}.message", message, "message must be non-empty if specified");
        }
        else if (message.Trim().AsSpan().ContainsAny('\n', '\r'))
        {
            errors.Invalid($"{path}.message", message, "message must not contain line breaks");
        }

        MatchRules.CheckOneOf(validation, "reason", path, errors, _reasons);
    }

    private static void CheckAnnotation(string policy, JsonObject annotation, PolicyCompiler compiler, string path, FieldErrors errors)
    {
        var key = annotation.Text("key") ?? "";
        if (policy.Length == 0)
        {
            errors.Invalid($"{path}.key", key, "requires metadata.name be non-empty");
        }
        else
        {
            foreach (var problem in ObjectNames.LabelKeyProblems($"{policy}/{key}"))
            {
                errors.Invalid($"{path}.key", $"{policy}/{key}", problem);
            }
        }

        var given = annotation.Text("valueExpression") ?? "";
        var expression = given.Trim();
        if (expression.Length == 0)
        {
            errors.Required($"{path}.valueExpression", "valueExpression is not specified");
        }
        else if (expression.Length > MaximumValueExpression)
        {
            errors.Required($"{path}.valueExpression", $"must not exceed {MaximumValueExpression} bytes in length");
        }
        else
        {
            compiler.Compile(expression, [CelType.String, CelType.Null], hasAuthorizer: true, out var problem);
            AddProblem($"{path}.valueExpression", given, problem, errors);
        }
    }

    private static void AddProblem(string path, string expression, string? problem, FieldErrors errors)
    {
        if (problem is not null)
        {
            errors.Invalid(path, expression, problem);
        }
    }

    [GeneratedRegex(@"^[_a-zA-Z][_a-zA-Z0-9]*\z")]
    private static partial Regex Identifier();
}
