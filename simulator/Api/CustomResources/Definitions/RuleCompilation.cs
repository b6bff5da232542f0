using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Costs;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Where a schema stands: the type of its values in rules, and how many of them an object can have.</summary>
internal sealed record SchemaPosition(DeclaredType? Type, JsonObject Schema, ulong? Cardinality)
{
    public bool IsRoot { get; private init; }

    public static SchemaPosition CreateRoot(JsonObject schema) =>
        new(SchemaTypes.Create(schema, isResource: true), schema, 1) { IsRoot = true };

    public SchemaPosition GetProperty(string name, JsonObject schema)
    {
        var field = SchemaTypes.Escape(name) is { } escaped ? Type?.Fields?.GetValueOrDefault(escaped) : null;
        return CreateChild(field?.Type, schema);
    }

    public SchemaPosition GetItems(JsonObject schema) => CreateChild(Type?.Items, schema);

    public SchemaPosition GetValues(JsonObject schema) => CreateChild(Type?.Items, schema);

    private SchemaPosition CreateChild(DeclaredType? type, JsonObject schema) =>
        new(
            type ?? SchemaTypes.Create(schema, schema.Flag("x-kubernetes-embedded-resource")),
            schema,
            Cardinality is { } count && GetMaximum() is { } maximum ? CostRange.Multiply(count, maximum) : null
        );

    private ulong? GetMaximum() =>
        Schema.Text("type") switch
        {
            "object" when Schema["additionalProperties"] is not null => (ulong?)Schema.Number("maxProperties"),
            "array" => (ulong?)Schema.Number("maxItems"),
            _ => 1,
        };
}

/// <summary>Adds up the estimated costs of the rules of a schema.</summary>
internal sealed class RuleCosts
{
    public const ulong RuleLimit = 10_000_000;
    private const ulong TotalLimit = 100_000_000;
    private const int Shown = 4;

    private readonly List<(string Path, ulong Cost)> _expensive = [];
    private ulong _total;

    public void Add(string path, ulong cost)
    {
        _total = CostRange.Sum(_total, cost);
        if (cost >= TotalLimit / 100)
        {
            _expensive.Add((path, cost));
        }
    }

    public void CheckTotal(string path, Validation.FieldErrors errors)
    {
        if (_total <= TotalLimit)
        {
            return;
        }

        foreach (var (rule, _) in _expensive.OrderByDescending(rule => rule.Cost).Take(Shown))
        {
            errors.Forbidden(rule, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema");
        }

        errors.Forbidden(
            path,
            CreateMessage("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", _total, TotalLimit)
        );
    }

    public static string CreateMessage(string name, ulong cost, ulong limit)
    {
        var factor = (double)cost / limit;
        var shown =
            factor > 100 ? "more than 100x"
            : factor < 1.5 ? factor.ToString("F6", CultureInfo.InvariantCulture) + "x"
            : factor.ToString("F1", CultureInfo.InvariantCulture) + "x";
        return $"{name} exceeds budget by factor of {shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength "
            + "where arrays, maps, and strings are declared)";
    }
}

/// <summary>Compiles the rules of a schema and reports their errors and costs.</summary>
internal static class RuleCompilation
{
    public static IEnumerable<FieldError> Check(
        JsonObject schema,
        string path,
        string? uncorrelatablePath,
        SchemaPosition position,
        RuleCosts costs,
        bool isUnchanged
    )
    {
        foreach (var (index, rule) in schema.Objects("x-kubernetes-validations").Index())
        {
            var at = $"{path}.x-kubernetes-validations[{index}]";
            if (position.Type is not { } type)
            {
                yield return new FieldError(
                    "InternalError",
                    $"{path}.x-kubernetes-validations",
                    "Internal error: internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"
                );
                yield break;
            }

            foreach (var error in CheckRule(rule, at, type, uncorrelatablePath, position, costs, isUnchanged))
            {
                yield return error;
            }
        }
    }

    /// <summary>The variables of a rule.</summary>
    public static CelEnvironment CreateEnvironment(JsonObject rule, DeclaredType type) =>
        CelEnvironment
            .Kubernetes.With("self", type.Type)
            .With("oldSelf", rule.Flag("optionalOldSelf") ? CelType.Optional(type.Type) : type.Type);

    private static List<FieldError> CheckRule(
        JsonObject rule,
        string path,
        DeclaredType type,
        string? uncorrelatablePath,
        SchemaPosition position,
        RuleCosts costs,
        bool isUnchanged
    )
    {
        var found = new List<FieldError>();
        var environment = CreateEnvironment(rule, type);
        var program = Compile(
            rule.Text("rule") ?? "",
            environment,
            CelType.Bool,
            "compilation failed: ",
            "cel expression must evaluate to a bool",
            out var problem
        );
        if (program is null)
        {
            found.Add(FieldError.Invalid($"{path}.rule", DefinitionJson.OfRule(rule), problem));
            AddOptionalProblem();
            return found;
        }

        var cardinality = position.Cardinality ?? (ulong)(SchemaTypes.MaximumRequest / (type.MinSerializedSize + 1));
        var cost = CostRange.Multiply(CostEstimator.Estimate(program.Expression, type).Max, cardinality);
        AddCost("rule", "estimated rule cost", cost);
        CheckMessage();
        if (program.Uses("oldSelf"))
        {
            if (uncorrelatablePath is not null)
            {
                found.Add(
                    FieldError.Invalid(
                        $"{path}.rule",
                        rule.Text("rule"),
                        $"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelatablePath}"
                    )
                );
            }
        }
        else
        {
            AddOptionalProblem();
        }

        return found;

        void AddOptionalProblem()
        {
            if (rule["optionalOldSelf"] is JsonValue optional)
            {
                found.Add(
                    FieldError.Invalid($"{path}.optionalOldSelf", optional.DeepClone(), "may not be set if oldSelf is not used in rule")
                );
            }
        }

        void AddCost(string field, string name, ulong value)
        {
            if (!isUnchanged && value > RuleCosts.RuleLimit)
            {
                found.Add(FieldError.Forbidden($"{path}.{field}", RuleCosts.CreateMessage(name, value, RuleCosts.RuleLimit)));
            }

            costs.Add($"{path}.{field}", value);
        }

        void CheckMessage()
        {
            if (rule.Text("messageExpression") is not { Length: > 0 } source)
            {
                return;
            }

            var message = Compile(
                source,
                environment,
                CelType.String,
                "messageExpression compilation failed: ",
                "messageExpression must evaluate to a string",
                out var messageProblem
            );
            if (message is null)
            {
                found.Add(FieldError.Invalid($"{path}.messageExpression", DefinitionJson.OfRule(rule), messageProblem));
                return;
            }

            AddCost("messageExpression", "estimated messageExpression cost", CostEstimator.Estimate(message.Expression, type).Max);
        }
    }

    private static CelProgram? Compile(
        string source,
        CelEnvironment environment,
        CelType result,
        string prefix,
        string whenOther,
        out string problem
    )
    {
        problem = whenOther;
        try
        {
            var program = CelProgram.Compile(source, environment);
            return program.ResultType.IsExactly(result) ? program : null;
        }
        catch (CelCompilationException error)
        {
            problem = prefix + error.Message;
            return null;
        }
    }
}
