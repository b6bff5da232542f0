using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.CustomResources.Definitions;
using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>A compiled rule of a schema.</summary>
internal sealed class SchemaRule
{
    private readonly JsonObject _rule;

    public SchemaRule(JsonObject schema, JsonObject rule, DeclaredType type)
    {
        _rule = rule;
        var environment = RuleCompilation.CreateEnvironment(rule, type);
        Program = CelProgram.Compile(rule.Text("rule") ?? "", environment);
        UsesOldSelf = Program.Uses("oldSelf");
        IsOptional = rule.Flag("optionalOldSelf");
        Message = rule.Text("messageExpression") is { Length: > 0 } message ? CelProgram.Compile(message, environment) : null;
        FieldPath =
            rule.Text("fieldPath") is { Length: > 0 } path && FieldPaths.Find(path, schema, true, out _) is { } found ? found.Text : "";
    }

    public CelProgram Program { get; }

    /// <summary>The expression of the message; null if there is none.</summary>
    public CelProgram? Message { get; }

    public bool UsesOldSelf { get; }

    /// <summary>Whether <c>oldSelf</c> may be absent.</summary>
    public bool IsOptional { get; }

    /// <summary>Where errors point to, relative to the value; empty for the value itself.</summary>
    public string FieldPath { get; }

    /// <summary>The rule in error messages.</summary>
    public string Shown => (_rule.Text("message") is { Length: > 0 } message ? message : _rule.Text("rule") ?? "").Trim();

    public FieldError CreateError(string path, JsonNode? value, bool omitsValue, string? message)
    {
        var detail = message ?? (_rule.Text("message") is { Length: > 0 } given ? given.Trim() : $"failed rule: {Shown}");
        return _rule.Text("reason") switch
        {
            "FieldValueForbidden" => FieldError.Forbidden(path, detail),
            "FieldValueRequired" => FieldError.Required(path, detail),
            "FieldValueDuplicate" when omitsValue => new FieldError("FieldValueDuplicate", path, "Duplicate value"),
            "FieldValueDuplicate" => FieldError.Duplicate(path, value?.DeepClone()),
            _ when omitsValue => new FieldError("FieldValueInvalid", path, $"Invalid value: {detail}"),
            _ => FieldError.Invalid(path, value?.DeepClone(), detail),
        };
    }
}

/// <summary>The compiled rules of a schema and of the schemas inside of it. Each is compiled once, when it is first needed.</summary>
internal sealed class SchemaProgram
{
    private static readonly ConditionalWeakTable<JsonObject, SchemaProgram> _programs = [];

    private readonly Lazy<DeclaredType?> _type;
    private readonly Lazy<IReadOnlyList<SchemaRule>> _rules;

    private SchemaProgram(JsonObject schema)
    {
        Schema = schema;
        HasRules = SchemaWalk.GetAll(schema).Any(nested => nested.Array("x-kubernetes-validations") is { Count: > 0 });
        var isResource = schema.Parent is null || schema.Flag("x-kubernetes-embedded-resource") || IsRoot(schema);
        _type = new(() => SchemaTypes.Create(schema, isResource));
        _rules = new(() =>
            Type is { } type ? [.. schema.Objects("x-kubernetes-validations").Select(rule => new SchemaRule(schema, rule, type))] : []
        );
    }

    public JsonObject Schema { get; }

    public bool HasRules { get; }

    public DeclaredType? Type => _type.Value;

    public IReadOnlyList<SchemaRule> Rules => _rules.Value;

    public static SchemaProgram Get(JsonObject schema) => _programs.GetValue(schema, given => new SchemaProgram(given));

    public SchemaProgram? GetItems() => Schema.Map("items") is { } items ? Get(items) : null;

    /// <summary>The program of a field; null if the schema does not define it.</summary>
    public SchemaProgram? GetField(string name, out bool isProperty)
    {
        isProperty = Schema.Map("properties") is { } properties && properties.ContainsKey(name);
        var schema = isProperty ? Schema.Map("properties", name) : Schema.Map("additionalProperties");
        return schema is null ? null : Get(schema);
    }

    private static bool IsRoot(JsonObject schema) =>
        schema.Parent is JsonObject parent && ReferenceEquals(parent["openAPIV3Schema"], schema);
}
