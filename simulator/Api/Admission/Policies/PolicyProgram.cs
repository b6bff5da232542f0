using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>A validation of a policy.</summary>
internal sealed record PolicyValidation(CelProgram Program, CelProgram? MessageExpression, string Message, string Reason);

/// <summary>The compiled expressions of a policy. A policy is compiled once per version.</summary>
internal sealed class PolicyProgram
{
    private static readonly ConditionalWeakTable<JsonObject, PolicyProgram> _programs = [];

    private PolicyProgram(JsonObject spec)
    {
        var compiler = new PolicyCompiler(spec.Map("paramKind") is not null, spec.Objects("variables").Any());
        var conditions = new PolicyCompiler(spec.Map("paramKind") is not null, hasVariables: false);
        Conditions =
        [
            .. spec.Objects("matchConditions")
                .Select(condition => conditions.Compile((condition.Text("expression") ?? "").Trim(), [CelType.Bool], true, out _)!),
        ];
        Variables = spec.Objects("variables")
            .ToDictionary(
                variable => variable.Text("name") ?? "",
                variable => compiler.CompileVariable(variable.Text("name") ?? "", variable.Text("expression") ?? "", out _)!,
                StringComparer.Ordinal
            );
        Validations =
        [
            .. spec.Objects("validations")
                .Select(validation => new PolicyValidation(
                    compiler.Compile(validation.Text("expression") ?? "", [CelType.Bool], true, out _)!,
                    validation.Text("messageExpression") is { Length: > 0 } message
                        ? compiler.Compile(message, [CelType.String], false, out _)
                        : null,
                    validation.Text("message") is { Length: > 0 } given
                        ? given.Trim()
                        : $"failed expression: {(validation.Text("expression") ?? "").Trim()}",
                    validation.Text("reason") ?? "Invalid"
                )),
        ];
        Annotations =
        [
            .. spec.Objects("auditAnnotations")
                .Select(annotation =>
                    compiler.Compile((annotation.Text("valueExpression") ?? "").Trim(), [CelType.String, CelType.Null], true, out _)!
                ),
        ];
    }

    public IReadOnlyList<CelProgram> Conditions { get; }

    public IReadOnlyDictionary<string, CelProgram> Variables { get; }

    public IReadOnlyList<PolicyValidation> Validations { get; }

    public IReadOnlyList<CelProgram> Annotations { get; }

    /// <summary>The program of a stored policy, or of a webhook's match conditions.</summary>
    public static PolicyProgram Get(JsonObject spec) => _programs.GetValue(spec, given => new PolicyProgram(given));
}
