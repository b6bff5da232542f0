using System.Text.Json.Nodes;
using ValueType = Infra.Generator.Packages.ValueType;

namespace Infra.Generator.Kubernetes;

/// <summary>Maps the schemas of Kubernetes fields to types.</summary>
internal static class FieldTypes
{
    public const string ServiceSpec = "io.k8s.api.core.v1.ServiceSpec";

    private const string ReferencePrefix = "#/definitions/";
    private const string Extensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    private const string Machinery = "io.k8s.apimachinery.pkg.";

    private static readonly ValueType Text = new ValueType.Scalar("string");
    private static readonly ValueType Json = new ValueType.Json();
    private static readonly ValueType JsonSchema = new ValueType.Nested(Extensions + "JSONSchemaProps");

    /// <summary>Definitions that are not objects with fields.</summary>
    private static readonly Dictionary<string, ValueType> Special = new()
    {
        [Machinery + "api.resource.Quantity"] = Text,
        [Machinery + "apis.meta.v1.Time"] = Text,
        [Machinery + "apis.meta.v1.MicroTime"] = Text,
        [Machinery + "util.intstr.IntOrString"] = new ValueType.Either(new ValueType.Scalar("int"), Text),
        [Machinery + "apis.meta.v1.FieldsV1"] = Json,
        [Machinery + "runtime.RawExtension"] = Json,
        [Extensions + "JSON"] = Json,
        [Extensions + "CustomResourceSubresourceStatus"] = Json,
        [Extensions + "JSONSchemaPropsOrBool"] = new ValueType.Either(JsonSchema, new ValueType.Scalar("bool")),
        [Extensions + "JSONSchemaPropsOrArray"] = new ValueType.Either(JsonSchema, new ValueType.List(Json)),
        [Extensions + "JSONSchemaPropsOrStringArray"] = new ValueType.Either(JsonSchema, new ValueType.List(Text)),
    };

    public static ValueType Read(KubernetesSchema.Definition owner, KubernetesSchema.Field field) =>
        owner.Name == ServiceSpec && field.Name == "type"
            ? new ValueType.KnownStrings("global::Pulumi.Kubernetes.Core.V1.ServiceSpecType")
            : Read(field.Schema);

    private static ValueType Read(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference[ReferencePrefix.Length..];
            return Special.GetValueOrDefault(name) ?? new ValueType.Nested(name);
        }

        return schema["type"]?.GetValue<string>() switch
        {
            "string" => Text,
            "integer" => new ValueType.Scalar("int"),
            "number" => new ValueType.Scalar("double"),
            "boolean" => new ValueType.Scalar("bool"),
            "array" => new ValueType.List(Read(schema["items"]!.AsObject())),
            "object" when schema["additionalProperties"] is JsonObject values => new ValueType.Map(Read(values)),
            _ => throw new InvalidDataException($"The schema {schema.ToJsonString()} has no C# type."),
        };
    }
}
