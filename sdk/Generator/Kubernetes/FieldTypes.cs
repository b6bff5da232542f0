using System.Text.Json.Nodes;
using ValueType = Infra.Generator.Packages.ValueType;

namespace Infra.Generator.Kubernetes;

/// <summary>The types of Kubernetes' fields.</summary>
internal static class FieldTypes
{
    private const string _reference = "#/definitions/";
    private const string _extensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    private const string _machinery = "io.k8s.apimachinery.pkg.";

    private static readonly ValueType _string = new ValueType.Scalar("string");
    private static readonly ValueType _json = new ValueType.Json();
    private static readonly ValueType _jsonSchema = new ValueType.Nested(_extensions + "JSONSchemaProps");

    /// <summary>Definitions that stand for something other than an object with fields.</summary>
    private static readonly Dictionary<string, ValueType> _special = new()
    {
        [_machinery + "api.resource.Quantity"] = _string,
        [_machinery + "apis.meta.v1.Time"] = _string,
        [_machinery + "apis.meta.v1.MicroTime"] = _string,
        [_machinery + "util.intstr.IntOrString"] = new ValueType.Either(new ValueType.Scalar("int"), _string),
        [_machinery + "apis.meta.v1.FieldsV1"] = _json,
        [_machinery + "runtime.RawExtension"] = _json,
        [_extensions + "JSON"] = _json,
        [_extensions + "CustomResourceSubresourceStatus"] = _json,
        [_extensions + "JSONSchemaPropsOrBool"] = new ValueType.Either(_jsonSchema, new ValueType.Scalar("bool")),
        [_extensions + "JSONSchemaPropsOrArray"] = new ValueType.Either(_jsonSchema, new ValueType.List(_json)),
        [_extensions + "JSONSchemaPropsOrStringArray"] = new ValueType.Either(_jsonSchema, new ValueType.List(_string)),
    };

    public static ValueType Of(KubernetesSchema.Definition owner, KubernetesSchema.Field field) =>
        owner.Name == "io.k8s.api.core.v1.ServiceSpec" && field.Name == "type"
            ? new ValueType.KnownStrings("global::Pulumi.Kubernetes.Core.V1.ServiceSpecType")
            : Of(field.Schema);

    private static ValueType Of(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference[_reference.Length..];
            return _special.GetValueOrDefault(name) ?? new ValueType.Nested(name);
        }

        return schema["type"]?.GetValue<string>() switch
        {
            "string" => _string,
            "integer" => new ValueType.Scalar("int"),
            "number" => new ValueType.Scalar("double"),
            "boolean" => new ValueType.Scalar("bool"),
            "array" => new ValueType.List(Of(schema["items"]!.AsObject())),
            "object" when schema["additionalProperties"] is JsonObject values => new ValueType.Map(Of(values)),
            _ => throw new InvalidDataException($"No C# type is known for the schema {schema.ToJsonString()}"),
        };
    }
}
