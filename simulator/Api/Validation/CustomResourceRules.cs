using System.Text.Json.Nodes;
using Infra.Simulator.Api.CustomResources;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Checks a custom resource against the schema and the rules of its definition.</summary>
internal static class CustomResourceRules
{
    private static readonly HashSet<string> _blocking =
    [
        "FieldValueNotSupported",
        "FieldValueRequired",
        "FieldValueTooLong",
        "FieldValueTooMany",
        "FieldValueTypeInvalid",
    ];

    /// <param name="kind">The kind.</param>
    /// <param name="body">The object.</param>
    /// <param name="current">The object before an update; null if it is new.</param>
    /// <param name="isStatus">Whether only the status is written.</param>
    /// <param name="errors">Collects the errors.</param>
    /// <param name="warnings">Collects what is wrong with parts that an update leaves as they are.</param>
    public static void Check(
        CustomKind kind,
        JsonObject body,
        KubeObject? current,
        bool isStatus,
        FieldErrors errors,
        List<string> warnings
    )
    {
        var schema = kind.OpenApi;
        var old = current is null ? null : new Correlation(current.Body);
        if (isStatus)
        {
            if (schema.Map("properties", "status") is { } status && body.ContainsKey("status"))
            {
                SchemaValidation.CheckUpdate(status, body["status"], old?.GetField("status"), "status", errors);
            }
        }
        else
        {
            SchemaValidation.CheckUpdate(schema, body, old, "", errors);
            CheckReplicas(kind.Scale, "specReplicasPath", body, errors);
        }

        CheckReplicas(kind.Scale, "statusReplicasPath", body, errors);
        EmbeddedObjects.Check(schema, body, "", errors);
        if (current is null || !HasDuplicates(schema, current.Body))
        {
            UniqueItems.Check(schema, body, "", errors);
        }

        if (!RuleValidation.HasRules(schema))
        {
            return;
        }

        if (errors.Any(error => _blocking.Contains(error.Reason)))
        {
            errors.Invalid(
                "<nil>",
                null,
                "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"
            );
            return;
        }
        RuleValidation.Check(schema, body, current?.Body, "", errors, warnings);
    }

    private static bool HasDuplicates(JsonObject schema, JsonObject body)
    {
        var errors = new FieldErrors();
        UniqueItems.Check(schema, body, "", errors);
        return errors.Count > 0;
    }

    private static void CheckReplicas(JsonObject? scale, string field, JsonObject body, FieldErrors errors)
    {
        if (scale.Text(field) is not { } path || body.Node(path.TrimStart('.').Split('.')) is not { } value)
        {
            return;
        }

        if (value.AsInteger() is not { } replicas)
        {
            var (type, shown) = value switch
            {
                JsonObject => ("map[string]interface {}", value.ToJsonString()),
                JsonArray => ("[]interface {}", value.ToJsonString()),
                _ => (value.GetValueKind() == System.Text.Json.JsonValueKind.String ? "string" : "bool", value.ToString()),
            };
            errors.Invalid(path, 0, $"{path} accessor error: {shown} is of the type {type}, expected int64");
        }
        else if (replicas < 0)
        {
            errors.Invalid(path, replicas, "should be a non-negative integer");
        }
        else if (replicas > int.MaxValue)
        {
            errors.Invalid(path, replicas, $"should be less than or equal to {int.MaxValue}");
        }
    }
}
